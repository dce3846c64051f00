"""What shows itself does so in Chinese too: at a prompt, on a terminal, in a notebook."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

import symkl
from symkl import KL, Derivation, FiniteSpace, check
from symkl.cli import main
from symkl.display.speech import say
from symkl.interactive import Progress
from symkl.speaking import speaking

WRONG = """from symkl import *
P, Q = FiniteSpace("X").pmfs("P Q")
same = Derivation("Same?").start(KL(P, Q)).eq(KL(Q, P), by="algebra")
"""
# Words of formulas and names that are the same in every language.
KNOWN = frozenset({"KL", "Same", "Jensen", "Gibbs", "log", "sum", "ms", "inf", "wrong", "py"})


@pytest.fixture(scope="module")
def wrong():
    P, Q = FiniteSpace("X").pmfs("P Q")
    chain = Derivation("Same?").start(KL(P, Q)).eq(KL(Q, P), by="algebra").ge(0, by="Gibbs")
    return check(chain, hypotheses=True)


def english(text: str) -> set[str]:
    """The English words of a text that is shown."""
    return set(re.findall(r"[A-Za-z]{2,}", text)) - KNOWN


def shown(html: str) -> str:
    return re.sub(r"\$[^$]*\$|<[^>]*>|&#?\w+;", " ", html)


def test_text_html_and_markdown_speak_chinese(wrong):
    with speaking("zh"):
        forms = repr(wrong), wrong._repr_html_(), wrong._repr_markdown_()
    for form in forms:
        assert english(shown(form)) == set(), form
        for said in (
            "已否定",
            "已证明",
            "反例",
            "理由",
            "前提" if form != forms[0] else "左边",
            "去掉",
        ):
            assert said in form
    assert "refuted" in repr(wrong)
    assert wrong.steps[0].verdict == "refuted"


def test_a_step_speaks_as_its_derivation_does(wrong):
    with speaking("zh"):
        assert "已否定" in wrong.steps[0]._repr_html_()
    assert "已否定" not in wrong.steps[0]._repr_html_()


def test_a_language_is_spoken_until_another_one_is(wrong):
    symkl.set_language("zh")
    try:
        assert "结论" in repr(wrong)
        with speaking("en"):
            assert "conclusion" in repr(wrong)
    finally:
        symkl.set_language("en")
    assert "conclusion" in repr(wrong)


def test_a_language_without_texts_is_refused():
    with pytest.raises(ValueError, match="use en or zh"):
        symkl.set_language("fr")
    assert say("proved") == "proved"


def test_progress_speaks_too():
    told = []
    with speaking("zh"):
        progress = Progress(told.append, now=iter((0.0, 9.0, 9.5)).__next__)
        progress(1, 3)
        progress.end("checked")
    assert told == ["正在检验第 2 步，共 3 步……", "已检验第 2 步，共 3 步，用时 9.5 秒\n"]


def test_the_terminal_speaks_chinese(tmp_path, monkeypatch):
    file = tmp_path / "wrong.py"
    file.write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for arguments, environment in (
        (["check", str(file), "--lang", "zh", "-v"], {}),
        (["check", str(file), "-v"], {"SYMKL_LANG": "zh"}),
    ):
        done = CliRunner().invoke(main, arguments, env=environment)
        assert done.exit_code == 1
        lines = done.stdout.replace(str(tmp_path), "")
        assert english(lines) == set()
        assert "出乎预期：结果为 已否定, 理由推不出" in lines
    plain = CliRunner().invoke(main, ["check", str(file)])
    assert "unexpected: found refuted" in plain.stdout
    as_json = CliRunner().invoke(main, ["check", str(file), "--lang", "zh", "--json"])
    assert '"verdict": "refuted"' in as_json.stdout


def test_every_command_with_a_language_speaks_it(tmp_path, monkeypatch):
    file = tmp_path / "wrong.py"
    file.write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["handout", "wrong.py", "--lang", "zh", "--timeout", "30"])
    assert done.exit_code == 1
    assert "未选入：第 1 步不成立" in done.stderr
    done = CliRunner().invoke(main, ["report", "wrong.py", "--lang", "zh", "--no-hypotheses"])
    assert "已写入 3 个文件到 reports/（打开 reports/index.html）" in done.stdout
    done = CliRunner().invoke(main, ["report", "wrong.py", "--no-hypotheses"])
    assert "wrote 3 files to reports/ (open reports/index.html)" in done.stdout
    assert say("proved") == "proved"

"""What derivations, steps and results show of themselves: HTML, Markdown and text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sanitizer import dropped, formulas, shown

from symkl import KL, Argmin, Derivation, Equal, FiniteSpace, check, definition, log
from symkl.display import html, markdown
from symkl.display.marks import MARKS
from symkl.display.tex import commands, typeset
from symkl.loading import load
from symkl.reading.inputs import load_inputs
from symkl.result import (
    VERDICTS,
    Counterexample,
    DerivationResult,
    Repair,
    Result,
    StepResult,
)
from symkl.running import run

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</td></table><svg/onload=alert(1)>",
    "costs $5 and $6",
    r"\(\href{javascript:alert(1)}{x}\)",
    r"\begin{aligned}\end{aligned}",
    "`code` *bold* [link](javascript:alert(1)) <b>",
    "a\u202eb\x1b[31m",
    "$$x$$ and $y$",
    "![i](http://a.example/b.png) | cell",
]


@pytest.fixture(scope="module")
def result():
    lost = (
        Derivation("Weights are lost")
        .start(KL(P, Q))
        .eq(-X.sum(P(x) * log(Q(x) / P(x)), x), by=definition(KL), ref="N1")
        .ge(-X.sum(log(P(x) * (Q(x) / P(x))), x), by="Jensen")
        .ge(-log(X.sum(Q(x), x)), by="Jensen")
    )
    return check(lost)


def hostile_result(text):
    model = Counterexample({text: [text, "1/2"]}, text, text, text, 50)
    step = StepResult(
        *(1, 1, text, ">=", text, "refuted", "numeric", text, "unjustified", text, False, text),
        reference=text,
        statement=text,
        reason_message=text,
        counterexample=model,
        repair=(Repair(text, "=", text, text, text), Repair(text, "=", text, text)),
    )
    return DerivationResult("a", text, "a.py", 1, (text,), (step,), None, "refuted")


# --- what stands there ----------------------------------------------------------------------------


def test_a_result_says_what_was_found(result):
    text = repr(result)
    assert text == str(result)
    lines = [line.strip() for line in text.splitlines()]
    assert lines[0] == "Weights are lost"
    assert lines[1].startswith("1 (N1) ✓ proved")
    assert lines[1].endswith(
        "KL(P || Q) = -sum_x P(x) log(Q(x)/P(x))  by definition of KL: justified"
    )
    assert any("× refuted" in line and line.endswith("by Jensen: unjustified") for line in lines)
    assert any(line.startswith("counterexample: n = 2, P = (1/2, 1/2)") for line in lines)
    assert "left side  0" in lines
    assert any(line.startswith("did you mean:") for line in lines)
    assert lines[-1].startswith("conclusion: ")
    assert lines[-1].endswith("the steps do NOT show it")


def test_html_and_markdown_say_the_same(result):
    page, mark = shown(result._repr_html_()), result._repr_markdown_()
    for said in ("by definition of KL: justified", "counterexample", "left side", "did you mean"):
        assert said in page
        assert said in mark
    for step in result.steps:
        assert f"$\\displaystyle {step.rhs}$" in page
    assert page.count("×") == mark.count("×") == 1 + (result.conclusion.verdict == "refuted")
    assert page.count("refuted") >= 1


def test_a_left_side_is_shown_once(result):
    page = shown(result._repr_html_())
    assert page.count(f"$\\displaystyle {result.steps[0].rhs}$") == 1


def test_a_step_shows_itself(result):
    step = result.steps[1]
    assert "× refuted" in repr(step)
    assert "counterexample" in repr(step)
    assert step._repr_latex_() == f"$\\displaystyle {step.lhs} \\ge {step.rhs}$"
    assert not dropped(step._repr_html_())


def test_a_derivation_is_shown_without_verdicts():
    chain = Derivation("Not judged").start(KL(P, Q))
    assert repr(chain).splitlines() == ["Not judged", "  start KL(P || Q)"]
    assert "D_{\\mathrm{KL}}" in chain._repr_html_()
    chain.ge(0, by="Gibbs")
    assert repr(chain).splitlines()[1].strip() == "1 KL(P || Q) >= 0  by Gibbs"
    assert chain.steps[0]._repr_latex_() == r"$\displaystyle D_{\mathrm{KL}}(P \,\|\, Q) \ge 0$"
    assert not dropped(chain._repr_html_())
    assert "proved" not in chain._repr_html_() + chain._repr_markdown_() + repr(chain)
    assert repr(Derivation("Empty")) == "Empty"
    assert not dropped(Derivation("Empty")._repr_html_())


def test_a_whole_run_is_shown_with_its_counts():
    whole = run(load(["derivations/kl_nonnegativity.py"]), jobs=1)
    text, page = repr(whole), shown(whole._repr_html_())
    for derivation in whole.derivations:
        assert derivation.title in text
        assert derivation.title in page
    assert f"{len(whole.derivations)} derivations, " in text.splitlines()[-1]
    assert f"{len(whole.derivations)} derivations, " in whole._repr_markdown_().splitlines()[-1]
    assert not dropped(whole._repr_html_())
    assert repr(Result("0", ())) == "0 derivations, 0 steps: "


def test_language_objects_are_typeset():
    assert KL(P, Q)._repr_latex_() == r"$\displaystyle D_{\mathrm{KL}}(P \,\|\, Q)$"
    assert Equal(P, Q)._repr_latex_() == r"$\displaystyle P = Q$"
    assert Argmin(KL(P, Q), over=Q)._repr_latex_().startswith(r"$\displaystyle \operatorname{arg")
    assert repr(Equal(P, Q)) == "P = Q"
    assert repr(Argmin(KL(P, Q), over=Q)) == "argmin_Q KL(P || Q)"


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_its_mark_and_its_word(result, verdict):
    step = replace(result.steps[0], verdict=verdict)
    for form in (repr(step), shown(step._repr_html_()), step._repr_markdown_()):
        assert verdict in form
        assert MARKS[verdict].replace("~", "&#126;") in form.replace("~", "&#126;")


# --- what survives, and what cannot act -----------------------------------------------------------


def test_only_what_survives_the_sanitizer(result):
    assert dropped(result._repr_html_()) == []


def test_every_derivation_of_the_repository_survives():
    for derivation in load(["derivations"]).derivations:
        assert dropped(derivation._repr_html_()) == []
        for step in derivation.steps:
            assert step._repr_latex_() is not None, step


def test_what_was_read_in_articles_survives(root):
    inputs = load_inputs([str(root / "tests" / "reading" / "documents")])
    assert len(inputs.loaded.derivations) > 10
    for derivation in inputs.loaded.derivations:
        page, mark = derivation._repr_html_(), derivation._repr_markdown_()
        assert dropped(page) == []
        assert len(formulas(page)) >= len(derivation.steps)
        assert all(typeset(found.removeprefix("\\displaystyle ")) for found in formulas(page))
        assert derivation.title.split()[0] in repr(derivation)
        assert mark.count("\n- ") == len(derivation.steps)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_does_not_act_in_html(text):
    page = hostile_result(text)._repr_html_()
    assert dropped(page) == []
    for found in formulas(page):
        assert typeset(found.replace(r"\displaystyle ", "")) is not None


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_does_not_act_in_markdown(text):
    mark = hostile_result(text)._repr_markdown_()
    markdown_it = pytest.importorskip("markdown_it")
    rendered = markdown_it.MarkdownIt("commonmark", {"html": True}).render(mark)
    assert dropped(re.sub(r"</?(?:strong|em)>", "", rendered)) == []
    for found in formulas(rendered):
        assert typeset(found.replace(r"\displaystyle ", "")) is not None


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_does_not_steer_a_terminal(text):
    assert "\x1b" not in repr(hostile_result(text))
    assert "\u202e" not in repr(hostile_result(text))


@given(st.text(alphabet=st.sampled_from("$\\<>&`*_[](){}|~^a \n"), max_size=30))
def test_text_stays_text(text):
    page = html.plain(text)
    assert dropped(page) == []
    assert formulas(page) == []
    assert shown(page) == text
    assert not re.search(
        r"[\\`*_\[\]<&$^|{}]", re.sub(r"&#\d+;|</?span>", "", markdown.plain(text))
    )


@given(st.text(alphabet=st.sampled_from("$\\<>&`{}^_a %|"), max_size=20))
def test_formulas_are_typeset_whole_or_not_at_all(tex):
    page = html.formula(tex)
    assert dropped(page) == []
    assert len(formulas(page)) == (typeset(tex) is not None)


@pytest.mark.parametrize(
    "tex",
    [
        r"\def\sum{0}",
        r"\newcommand{\log}{\exp}",
        r"\href{javascript:alert(1)}{x}",
        r"\color{white} x",
        r"\phantom{x}",
        r"\begin{array}{c}\end{array}",
        r"\begin{matrix}",
        r"\end{matrix}\begin{matrix}",
        r"\begin{matrix}\end{cases}",
        "{",
        "}{",
        "a % b",
        "a \\",
        "a $ b",
        "\u202ea",
        "{" * 50 + "}" * 50,
        "a" * 5000,
        " ",
    ],
)
def test_formulas_that_may_not_be_typeset(tex):
    assert typeset(tex) is None


def test_commands_are_read():
    assert {"frac", "sum", "log", "mathrm"} <= commands()
    assert not {"def", "href", "color", "require"} & commands()
    assert typeset(r"\bm{x}") == r"\boldsymbol{x}"

from __future__ import annotations

import importlib.util
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from files import GOOD, written
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from tex import compiled, engine

from symkl.cli import main
from symkl.report import pdf as module
from symkl.report import typst as typst_files
from symkl.report.latex import document as latex_file
from symkl.report.latex import fragment
from symkl.report.pdf import NoPdf, Source, chinese_font, pdf
from symkl.report.typst import document, prose, text
from symkl.report.typst_formula import alternative, equation, string
from symkl.result import DerivationResult

ATTACK = r'#panic("x") $ @ref <label> *b* _i_ `raw` \ " ] [ = - + // ~ {'


def source(derivation: DerivationResult, language: str = "en") -> Source:
    return Source(
        partial(document, derivation, "0.1", language=language),
        partial(latex_file, derivation, "0.1", language),
    )


def structure(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """Every element of the structure tree."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            if "/K" in node:
                waiting.append(node["/K"])


def need_chinese_font() -> None:
    if chinese_font() is None:
        pytest.skip("Chinese PDF is NOT CHECKED: no Chinese font (apt install fonts-noto-cjk)")


# --- formulas -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"D_{\mathrm{KL}}(P \,\|\, Q)", "D_KL(P ‖ Q)"),
        (r"-\sum_{x} P(x) \log\left(\frac{Q(x)}{P(x)}\right)", "−∑_x P(x) log (Q(x)/P(x))"),
        (r"\frac{a+b}{2} \ge \sqrt{a b}", "(a + b)/2 ≥ √(ab)"),
        (r"x^{\top} \Sigma_{q}^{-1} x", "x^(⊤)Σ_q^(−1)x"),
        (r"\hat{\mu} + \bar{x}", "μˆ + x¯"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1, 2; 3, 4)"),
        (r"\nosuch", r"\nosuch"),
    ],
)
def test_formulas_have_a_text(tex: str, told: str) -> None:
    assert alternative(tex) == told


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"\left(\frac{a}{b}\right)", r"lr(\( frac("),
        (r"(a)", r"\( italic(a) \)"),
        (r"\boxed{x}", "#box(stroke"),
        (r"\text{if } x", '"if "'),
        (r"\operatorname{tr}(A)", 'op("tr")'),
        (r"\overline{x}", "overline("),
        (r"a, b; c", r"\,"),
        (r"\hat{x}", "accent(italic(x), hat)"),
    ],
)
def test_formulas_have_a_form_for_typst(tex: str, part: str) -> None:
    assert part in equation(tex)


def test_a_formula_that_is_not_understood_is_shown_as_its_tex() -> None:
    assert equation(r"\nosuch{x}") == r'raw("\\nosuch{x}")'


@given(st.text(max_size=30))
def test_any_text_is_one_string(words: str) -> None:
    inside = str(text(words)).removeprefix('#"').removesuffix('";')
    assert '"' not in inside.replace("\\\\", "").replace('\\"', "")
    assert "\n" not in string(words)


# --- typst ----------------------------------------------------------------------------------------


def test_a_pdf_is_tagged_and_tells_its_formulas(derivation: DerivationResult) -> None:
    reader = PdfReader(io.BytesIO(pdf(source(derivation))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert reader.metadata is not None
    assert reader.metadata.title == derivation.title
    found = list(structure(reader))
    kinds = [node.get("/S") for node in found]
    assert {"/H1", "/H2", "/Formula"} <= set(kinds)
    told = [node.get("/Alt") for node in found if node.get("/S") == "/Formula"]
    assert all(told)
    assert any("log P(x)/Q(x)" in str(alt) for alt in told)
    words = " ".join("".join(page.extract_text() for page in reader.pages).split())
    for expected in (
        "This derivation does not show it",
        "Counterexample:",
        "Did you mean",
        "✓",
        "×",
    ):
        assert expected in words


def test_the_same_derivation_gives_the_same_bytes(
    derivation: DerivationResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pdf(source(derivation))
    assert first == pdf(source(derivation))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert first != pdf(source(derivation))


def test_chinese_has_its_characters(derivation: DerivationResult) -> None:
    need_chinese_font()
    reader = PdfReader(io.BytesIO(pdf(source(derivation, "zh"))))
    assert reader.trailer["/Root"]["/Lang"].startswith("zh")
    words = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert "这一推导没有证明它" in words
    assert "前提" in words


def test_what_people_wrote_does_nothing(derivation: DerivationResult) -> None:
    step = replace(
        derivation.steps[2],
        **dict.fromkeys(("relation", "reason", "message", "reference", "expected"), ATTACK),
        lhs=ATTACK,
        hypotheses=(ATTACK,),
        reason_message=ATTACK,
        counterexample=replace(derivation.steps[2].counterexample, model={ATTACK: ATTACK}),
    )
    bad = replace(derivation, title=ATTACK, file=ATTACK, assumptions=(ATTACK,), steps=(step,))
    reader = PdfReader(io.BytesIO(pdf(source(bad))))
    assert "#panic(" in "".join(page.extract_text() for page in reader.pages)


def test_without_a_chinese_font_it_is_said_what_to_install(
    derivation: DerivationResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "chinese_font", lambda: None)
    with pytest.raises(NoPdf, match="fonts-noto-cjk"):
        pdf(source(derivation, "zh"))


def test_a_warning_is_a_failure(
    derivation: DerivationResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typst_files, "FONT", "No Such Font")
    with pytest.raises(NoPdf, match="unknown font family"):
        pdf(source(derivation))


def test_a_formula_in_prose_is_set_in_prose() -> None:
    assert str(prose("since $x$, #y")).startswith('#"since ";#math.equation(alt: "x", ')
    assert str(prose("since $x$, #y")).endswith('#", #y";')


# --- TeX, and neither -----------------------------------------------------------------------------


def without_typst(monkeypatch: pytest.MonkeyPatch, *, tex: bool) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "typst" else found(name)
    )
    if not tex:
        monkeypatch.setattr(shutil, "which", lambda name: None)


def test_tex_makes_it_where_typst_is_missing(
    derivation: DerivationResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine()
    without_typst(monkeypatch, tex=True)
    first = pdf(source(derivation))
    assert first.startswith(b"%PDF")
    assert first == pdf(source(derivation))
    with pytest.raises(NoPdf, match=r"TeX: ! (Undefined control sequence|.*nosuch)"):
        pdf(Source(lambda font: "", lambda: r"\documentclass{article}\begin{document}\nosuch"))


def test_without_either_the_sources_are_written_and_the_exit_code_is_3(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_typst(monkeypatch, tex=False)
    for command in ("report", "handout"):
        target = tmp_path / command
        arguments = [command, str(written(tmp_path, GOOD)), "--pdf", "-o", str(target)]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 3, done.output
        assert "no PDF: neither typst nor TeX was found: install typst" in done.stderr
        assert list(target.glob("*.tex"))
        assert not list(target.glob("*.pdf"))


def test_pdf_files_stand_beside_the_others(tmp_path: Path) -> None:
    arguments = ["report", str(written(tmp_path, GOOD)), "--pdf", "--fragment", "-o"]
    done = CliRunner().invoke(main, [*arguments, str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    (made,) = (tmp_path / "out").glob("*.pdf")
    assert made.read_bytes().startswith(b"%PDF")
    assert made.with_suffix(".tex").exists()
    assert made.with_suffix(".fragment.tex").exists()


# --- what LaTeX says of the files -----------------------------------------------------------------


def test_the_latex_file_compiles_as_it_is(derivation: DerivationResult, tmp_path: Path) -> None:
    assert compiled(latex_file(derivation, "0.1"), tmp_path).startswith(b"%PDF")


def test_the_chinese_latex_file_compiles(derivation: DerivationResult, tmp_path: Path) -> None:
    assert compiled(latex_file(derivation, "0.1", "zh"), tmp_path, chinese=True)


def test_pdflatex_says_what_chinese_needs(derivation: DerivationResult, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="This file holds Chinese text"):
        compiled(latex_file(derivation, "0.1", "zh"), tmp_path)


def test_fragments_stand_in_lecture_notes(derivation: DerivationResult, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.tex").write_text(fragment(derivation, "0.1"), "utf-8")
    assert r"\documentclass" not in fragment(derivation, "0.1")
    assert r"% The document needs: \usepackage{amsmath,amssymb,bm,graphicx,xcolor}" in fragment(
        derivation, "0.1"
    )
    notes = "\n".join(
        (
            r"\documentclass{book}",
            r"\usepackage{amsmath,amssymb,bm,graphicx,xcolor}",
            r"\begin{document}",
            r"\chapter{Notes}\input{one}\input{two}",
            r"\end{document}",
        )
    )
    assert compiled(notes, tmp_path)

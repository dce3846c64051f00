from __future__ import annotations

import html
import re
from importlib.resources import files

import pytest

from symkl.report.formula import DEEPEST, RELATIONS, converts, depth, mathml
from symkl.report.html import font_url
from symkl.report.words import MARKS
from symkl.result import Result

FORMULAS = [
    r"D_{\mathrm{KL}}(P\,\|\,Q)=\sum_{x\in\mathcal{X}}P(x)\log\frac{P(x)}{Q(x)}",
    r"\operatorname{tr}\left(\Sigma_q^{-1}\Sigma_p\right)+\sqrt{2\pi}",
    r"\mathbb{E}_{x\sim p}\left[\ldots\right]\le\int_{\mathbb{R}^k}f(x)\,\mathrm{d}x",
    r"\boldsymbol{x}\mathbf{x}\mathsf{T}\boldsymbol{\mu}\hat{\mu}\tilde{x}\bar{x}\dot{x}\widehat{xy}",
    r"\begin{cases}1&x\ne 0\\0&\text{otherwise}\end{cases}",
    r"\lVert x\rVert_2\ge\lfloor y\rfloor\iff\forall\epsilon\,\exists\delta\;a\mapsto b",
    r"\mathcal{ABCDEFGHIJKLMNOPQRSTUVWXYZ}\mathbb{ABCDEFGHIJKLMNOPQRSTUVWXYZ1}",
    r"\alpha\beta\gamma\delta\epsilon\varepsilon\zeta\eta\theta\vartheta\kappa\lambda\xi\varphi",
    r"\bigcup\bigcap\prod\otimes\oplus\propto\approx\equiv\ll\gg\cdot\cdots\pm\times\infty\partial",
]


def test_a_formula_becomes_mathml_and_keeps_its_tex() -> None:
    found = mathml(r"\frac{a}{b} < c")
    assert found.startswith('<math displaystyle="true">')
    assert r'<annotation encoding="application/x-tex">\frac{a}{b} &lt; c</annotation>' in found


@pytest.mark.parametrize(
    "tex",
    [
        r"\nosuch",
        "{",
        "x & y",
        "x % y",
        r"a \\ b",
        r"\substack{a\\b} \\ c",
        r"\def\x{y}\x",
        r"\newcommand{\x}{y}\x",
        r"\textcolor{white}{x}",
        r"\phantom{x}",
        "a\u202eb",
        "\x00",
        "\ud800",
        "x" * 30_000,
        "<script>" + r"\alert",
        "x^a^b",
    ],
)
def test_a_refused_formula_is_shown_as_its_text(tex: str) -> None:
    found = mathml(tex)
    assert found.startswith('<code class="tex">')
    assert "<script>" not in found
    if tex.isprintable():
        assert html.unescape(str(found)[len('<code class="tex">') : -len("</code>")]) == tex


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac" * 5000 + "1" * 5001,
        r"\frac " * 5000,
        "{" * 20_000 + "}" * 20_000,
        "}" * 300 + "{" * 5000,
        "{" * 300 + "x" + "}" * 300,
        r"\sqrt" * 3000 + "x",
        r"\left(" * 3000 + "x" + r"\right)" * 3000,
        r"\begin{matrix}" * 1000 + "x" + r"\end{matrix}" * 1000,
        r"\widehat" * 2500 + "x",
        r"\nosuch" * 2500 + "x",
    ],
)
def test_deep_nesting_never_reaches_the_converter(tex: str) -> None:
    assert converts(tex) is None


def test_depth_is_not_length() -> None:
    flat = "+".join(r"\frac{x_{i}}{y_{i}}\left(a\right)" for _ in range(150))
    assert depth(flat) < 5
    assert converts(flat)
    assert depth(r"\leftarrow\rightarrow\{\}") == 0
    assert depth("{" * DEEPEST) == DEEPEST


def test_rows_of_a_sum_and_boxes() -> None:
    assert converts(r"\sum_{\substack{i\\j}} x")
    boxed = converts(r"\boxed{x}+\cancel{y}")
    assert boxed
    assert "menclose>" not in boxed
    assert '<mrow class="enclosed box">' in boxed


def test_every_relation_has_a_sign() -> None:
    assert all(converts(tex) for tex in RELATIONS.values())
    assert {"=", "<=", "<", ">=", ">", "!=", "iff"} <= set(RELATIONS)


def code_points() -> set[int]:
    text = files("symkl.report").joinpath("fonts", "stix-two-math.txt").read_text("utf-8")
    found: set[int] = set()
    for line in text.splitlines():
        if not line.startswith("#"):
            first, _, last = line.partition("-")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def drawn(markup: str) -> set[str]:
    without_source = re.sub(r"<annotation.*?</annotation>", "", markup)
    return set(html.unescape(re.sub(r"<[^>]*>", "", without_source)))


def test_the_font_draws_every_formula(result: Result) -> None:
    sides = [side for d in result.derivations for s in d.steps for side in (s.lhs, s.rhs)]
    readable = [side for side in sides if "nosuch" not in side]
    letters = {"√"}  # drawn by msqrt, in no text
    for tex in [*FORMULAS, *readable, *RELATIONS.values()]:
        converted = converts(tex)
        assert converted, tex
        letters |= drawn(converted)
    # A variation selector chooses among forms of the letter before it; it is never drawn.
    missing = {x for x in letters if ord(x) not in code_points() and x not in "\ufe00\ufe01"}
    assert not missing


def test_the_font_has_the_letters_that_formulas_need() -> None:
    points = code_points()
    assert 0x221A in points
    assert set(range(0x1D468, 0x1D49C)) <= points  # bold italic
    assert set(range(0x1D434, 0x1D455)) <= points  # italic
    # The cross is not in STIX Two Math; a text font draws it.
    assert {ord(mark) for mark in MARKS.values()} <= points


def test_the_font_ships_with_its_licence() -> None:
    licence = files("symkl.report").joinpath("fonts", "OFL.txt").read_text("utf-8")
    assert "The STIX Fonts Project Authors" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert font_url().startswith("data:font/woff2;base64,d09GMg")  # the mark of WOFF2

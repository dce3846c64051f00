from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symkl.report.latex import document
from symkl.report.tex_characters import CHINESE
from symkl.report.tex_formula import ready
from symkl.report.tex_text import Tex, code, escape, formula, prose, relation, side
from symkl.result import Counterexample, DerivationResult, Sensitivity

ATTACK = r"50% & #1 _x $ \input{/etc/passwd} ^^41 ~ } \end{document} <script>"


def body(text: str) -> str:
    return text.partition(r"\begin{document}")[2]


def test_the_file_is_ascii_with_one_align_and_all_verdicts(derivation: DerivationResult) -> None:
    text = document(derivation, "0.1.0")
    assert text.isascii()
    assert text.count(r"\begin{align*}") == text.count(r"\end{align*}") == 1
    for step in derivation.steps:
        assert rf"\textbf{{{step.verdict}}}" in text
    for words in ("(3, N2)", "Counterexample:", "0.0588915178", "Witness", "Did you mean", "unex"):
        assert words in text
    assert "It is true: proved, and the kernel checked the proof." in text
    assert r"& \ge \symklside{-\sum_{x\in\mathcal{X}} \log\left(" in text


def test_no_empty_line_ends_the_align_early(derivation: DerivationResult) -> None:
    steps = tuple(replace(step, reason="a\n\nb", message="c\n\nd") for step in derivation.steps)
    text = document(replace(derivation, steps=steps), "0.1.0")
    display = text.partition(r"\begin{align*}")[2].partition(r"\end{align*}")[0]
    assert not re.search(r"\n\s*\n", display)


def test_only_packages_that_every_tex_has(derivation: DerivationResult) -> None:
    packages = re.findall(r"\\usepackage(?:\[[^]]*\])?\{(\w+)\}", document(derivation, "1"))
    assert set(packages) <= {"amsmath", "amssymb", "bm", "graphicx", "xcolor", "geometry"}


def test_what_people_wrote_does_nothing(derivation: DerivationResult) -> None:
    step = replace(
        derivation.steps[2],
        **dict.fromkeys(("lhs", "rhs", "relation", "reason", "message"), ATTACK),
        **dict.fromkeys(("reason_message", "reference", "expected"), ATTACK),
        hypotheses=(ATTACK,),
        sensitivity=(Sensitivity(ATTACK, Counterexample({ATTACK: ATTACK}, *[ATTACK] * 3, 50)),),
        sensitivity_message=ATTACK,
        counterexample=replace(derivation.steps[2].counterexample, model={ATTACK: ATTACK}),
    )
    bad = replace(derivation, title=ATTACK, file=ATTACK, assumptions=(ATTACK,), steps=(step,))
    text = body(document(bad, "1"))
    assert r"\input" not in text
    assert "^^" not in text
    assert text.count(r"\end{document}") == 1
    assert text.endswith("\\end{document}\n")
    display = text.partition(r"\subsection*{Steps}")[0]
    assert not re.search(r"(?<!\\)[#%]", display)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100% & #1 _ $", r"100\% \& \#1 \_ \$"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("Σ ≤ ‖", r"\ensuremath{\Sigma} \ensuremath{\le} \ensuremath{\|}"),
        ("café ß Ł", r"caf\'{e} \ss{} \L{}"),
        ("x² 𝔼 𝒳", r"x\ensuremath{{}^{2}} \ensuremath{\mathbb{E}} \ensuremath{\mathcal{X}}"),
        ("日\x00\u202e", r"日\texttt{[U+0000]}\texttt{[U+202E]}"),
        ("a--b", "a-{}-{}b"),
        ("“a”", r"\textquotedblleft{}a\textquotedblright{}"),
        ("– b’s", r"\textendash{} b\textquoteright{}s"),
        ("^^M ~", r"\textasciicircum{}\textasciicircum{}M \textasciitilde{}"),
    ],
)
def test_text_is_escaped(text: str, expected: str) -> None:
    assert escape(text) == expected


def test_what_is_latex_already_is_left_alone() -> None:
    assert escape(Tex(r"\alpha")) == r"\alpha"
    assert prose(r"see $\frac{1}{2}$ & more") == r"see $\displaystyle \frac{1}{2}$ \& more"
    assert code("a-b/c") == r"\texttt{a\mbox{-}b/\allowbreak{}c}"
    assert relation(">=") == r"\ge"
    assert relation("a_b") == r"\mathrel{\text{a\_b}}"


@pytest.mark.parametrize(
    "tex",
    [
        r"\operatorname{tr}\left(\Sigma_q^{-1}\Sigma_p\right)",
        r"\mathbb{E}_{x\sim p}\left[\log\frac{p(x)}{q(x)}\right]",
        r"\sum_{\substack{x\in\mathcal{X}\\y}} \tfrac12 x^\top \hat\mu \text{ if a}",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}^{\mathsf T}",
    ],
)
def test_formulas_pass_as_they_are(tex: str) -> None:
    assert ready(tex) == tex
    assert side(tex) == rf"\symklside{{{tex}}}"


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{x}",
        r"\write18{x}",
        r"\csname x\endcsname",
        r"x^\cos",
        r"\hat\sqrt{x}",
        r"\mathbb\hat x",
        r"\frac{a}\hat{b}",
        r"\bigr\Leftarrow",
        r"\left‖x\right‖",
        r"\begin{align}x\end{align}",
        r"a\\b",
        r"\color{red}x",
        "ก",
        "{" * 60 + "x" + "}" * 60,
        "x+" * 1000 + "x",
        "_~",
    ],
)
def test_formulas_that_tex_might_refuse_are_printed_as_text(tex: str) -> None:
    assert ready(tex) is None
    assert formula(tex).startswith(r"\texttt{")
    assert side(tex).startswith(r"\parbox")


def test_letters_beyond_ascii_in_a_formula() -> None:
    assert ready("Σ ≤ x") == r"{\ensuremath{\Sigma}} {\ensuremath{\le}} x"


@given(st.text(max_size=40))
def test_any_text_becomes_ascii_with_balanced_braces(text: str) -> None:
    found = str(prose(text))
    assert CHINESE.sub("", found).isascii()
    plain = re.sub(r"\\[{}\\]", "", found)
    assert plain.count("{") == plain.count("}")
    assert not re.search(r"[\n\x00-\x1f]", found)


def test_the_two_sides_of_a_step_stand_on_one_page(derivation: DerivationResult) -> None:
    text = document(derivation, "0.1.0")
    first = text.partition(r"\begin{align*}")[2].splitlines()[1]
    assert first.startswith("& ")
    assert first.endswith(r"\\*")

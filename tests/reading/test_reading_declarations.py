"""Declaration blocks: every statement, what it is refused for, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from reading_documents import steps, verdict

from symkl.reading.article import read
from symkl.reading.declarations import declarations, parsed
from symkl.reading.declared import Said
from symkl.reading.diagnostics import Unreadable
from symkl.reading.document import Document
from symkl.reading.pieces import headings_of
from symkl.reading.regions import regions

Judge = Callable[[str], list[Any]]


def one(text: str) -> Said:
    (said,) = parsed(text)
    return said


@pytest.mark.parametrize(
    ("text", "name", "kind", "shape", "flags"),
    [
        ("alphabet X : n", "cal:X", "alphabet", ("n",), ""),
        ("alphabet \\mathcal X : finite", "cal:X", "alphabet", (), ""),
        ("outcome x", "x", "outcome", (), ""),
        ("outcomes x in 𝒳", "x", "outcome", (), ""),
        ("outcome x ∈ ℝ^k", "x", "vector", ("k",), ""),
        ("outcome x in R", "x", "number", (), ""),
        ("variables X", "X", "variable", (), ""),
        ("pmf F on X", "F", "law", (), ""),
        ("pmf F on X nonnegative", "F", "law", (), "nonnegative"),
        ("joint p(x, y)", "p", "law", (), ""),
        ("channel W(y|x)", "W", "law", (), ""),
        ("density g of x", "g", "law", (), ""),
        ("density g(x) # a comment", "g", "law", (), ""),
        ("vector a : k", "a", "vector", ("k",), ""),
        ("vector \\boldsymbol{\\mu}_p : k", "mu_p", "vector", ("k",), ""),
        ("vector μ_p", "mu_p", "vector", (), ""),
        ("vector mu_p", "mu_p", "vector", (), ""),
        ("matrix S : m×n", "S", "matrix", ("m", "n"), ""),
        ("matrix S : k \\times k spd", "S", "matrix", ("k", "k"), "spd"),
        ("matrix S : k x k symmetric", "S", "matrix", ("k", "k"), "symmetric"),
        ("number c positive", "c", "number", (), "positive"),
        ("function f", "f", "function", (), ""),
        ("dimension n", "n", "dimension", (), ""),
        ("log base 2", "log", "base", ("2",), ""),
    ],
)
def test_statements(text: str, name: str, kind: str, shape: tuple[str, ...], flags: str) -> None:
    said = one(text)
    assert (said.name, said.kind, said.shape) == (name, kind, shape)
    assert said.flags == frozenset(flags.split())
    assert said.how == "declared"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("frobnicate x", 0, "expected one of alphabet"),
        ("vector", 6, "expected a name, found the end"),
        ("vector a, : k", 10, "expected a name, found ':'"),
        ("vector a : k×k", 0, "expected one dimension"),
        ("vector a : 2+", 11, "expected the name of a dimension"),
        ("vector x+y", 7, "expected a name, found 'x+y'"),
        ("matrix A : (k", 11, "expected ')'"),
        ("pmf on", 4, "expected a name, found 'on'"),
        ("joint p", 6, "expected a law with its arguments"),
        ("number c huge", 9, "expected one of finite"),
        ("density g = 5 of x", 12, "expected N(mean, covariance)"),
        ("log base 3", 9, "expected e, 2 or 10"),
        ("independent X", 0, "expected 2 or more"),
        ("markov X, Y, X", 0, "expected 3 or more"),
    ],
)
def test_refusals_say_what_was_expected_and_where(text: str, at: int, expected: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parsed(text)
    found = caught.value.diagnostic
    assert found.code == "SK105"
    assert found.message.startswith(expected)
    assert found.span[0] == at


def test_a_wrong_line_leaves_the_others_and_is_an_error_of_the_input() -> None:
    reading = read(Document("a.md", "text\n```symkl\nvector a\nvektor b ; number c\n```\n"))
    (error,) = reading.errors
    assert (error.file, error.line, error.column) == ("a.md", 4, 1)
    assert "expected one of" in error.message
    assert "'vektor'" in error.message


@pytest.mark.parametrize(
    "block",
    [
        "```symkl\npmf F, G on X ; number c\n```\n",
        "<!-- symkl\npmf F, G on X\nnumber c\n-->\n",
        "---\nsymkl: {pmf: [F, G], on: X, number: c}\n---\n",
        '---\ntitle: t\nsymkl:\n  pmf: "F, G"\n  on: X\n  number: [c]\n---\n',
        "---\nsymkl: |\n  pmf F, G on X\n  number c\n---\n",
    ],
)
def test_the_places_of_a_block(block: str) -> None:
    found = regions(Document("a.md", f"{block}\nText.\n"))
    (said,) = declarations(found, headings_of(found)).said.values()
    assert [(entry.name, entry.kind) for entry in said] == [
        ("F", "law"),
        ("G", "law"),
        ("c", "number"),
    ]


@pytest.mark.parametrize(
    "matter", ["{pmf: [P], pmf: [Q]}", "{pmf [P]}", "{pmf: [P]", "\n  - a list"]
)
def test_wrong_front_matter(matter: str) -> None:
    found = regions(Document("a.md", f"---\nsymkl: {matter}\n---\n\nText.\n"))
    assert [p.code for p in declarations(found, headings_of(found)).problems] == ["SK105"]


DIVERGENCE = "$$D(F||G) = \\sum_u F(u) \\log \\frac{F(u)}{G(u)}$$\n"


@pytest.mark.parametrize(
    ("block", "formula", "verdict"),
    [
        ("pmf F, G on U", DIVERGENCE, "proved"),
        ("number a", "$$a(b+1) = ab + a$$", "proved"),
        ("function a", "$$\\sum_x p(x) a(x) = E_p[a(x)]$$", "proved"),
        ("vector a, b : n", "$$a^T b = b^T a$$", "proved"),
        ("matrix A : m×n\nmatrix B : m×m", "$$\\det(B A A^T) = \\det(B A A^T)$$", "proved"),
        ("matrix A : k×k symmetric", "$$A = A^T$$", "proved"),
        ("matrix A : k×k", "$$A = A^T$$", "refuted"),
        ("matrix A : k×k spd", "$$A A^{-1} = I_k$$", "proved"),
        ("density g = N(\\mu, \\Sigma) of z\nvector z : d", "$$E_g[z] = \\mu$$", "proved"),
        ("alphabet X : n", "$$H(X) \\le \\log n$$", "proved"),
        ("variables X ~ q", "$$D(p||q) \\ge 0, \\quad H(X) = -\\sum_x q(x) \\log q(x)$$", "proved"),
        ("log base 2", "$$H(X) = -\\sum_x p(x) \\log p(x)$$", "proved"),
        ("log base 2", "$$H(X) = -\\sum_x p(x) \\ln p(x)$$", "refuted"),
        ("markov X, Y, Z", "$$I(X;Z) \\le I(X;Y)$$", "proved"),
    ],
)  # fmt: skip
def test_what_declarations_change(judged: Judge, block: str, formula: str, verdict: str) -> None:
    assert judged(f"```symkl\n{block}\n```\n{formula}")[-1].verdict == verdict


@pytest.mark.parametrize("formula", [DIVERGENCE.replace("D(F||G)", "F(v)"), "$$a(b) = b a$$"])
def test_without_them_the_side_is_unread(judged: Judge, formula: str) -> None:
    assert judged(formula)[-1].verdict in ("unread", "definition")


def test_blocks_hold_under_their_heading(judged: Judge) -> None:
    block = "```symkl\nmatrix A : k×k symmetric\n```\n"
    text = f"# A\n{block}$$A = A^T$$\n# B\n$$\\mathrm{{tr}}(A) + A = A^T$$\n"
    first, second = judged(text + "$$A^T = A$$\n")[::2]
    assert first.verdict == "proved"
    assert second.verdict != "proved"


def test_two_that_disagree_are_told_with_both_lines(judged: Judge) -> None:
    (step,) = judged("```symkl\nvector a\nnumber a\n```\n$$a = a$$")
    assert step.verdict == "unread"
    found = step.diagnoses[0]
    assert found.code == "SK103"
    assert "line 2" in found.message
    assert "line 3" in found.message


def test_a_block_is_stronger_than_a_sentence(judged: Judge) -> None:
    text = "Let $a$ be a vector.\n```symkl\nnumber a\n```\n$$a + 1 = 1 + a$$"
    assert judged(text)[0].verdict == "proved"


def test_a_joint_pmf_is_the_law_of_each_of_its_variables(judged: Judge) -> None:
    block = "```symkl\npmf P, F on X\njoint p(x, y)\n```\n$$D(F||P) \\ge 0$$\n"
    found = judged(f"{block}$$H(X,Y) = H(X) + H(Y|X)$$\n$$H(X,Y) = H(X) + H(Y)$$")
    assert [step.verdict for step in found] == ["proved", "proved", "refuted"]


def test_an_expectation_declares_nothing() -> None:
    reading = read(Document("a.md", "<!-- symkl: expect refuted -->\n$$\\sum_x p(x) = 2$$"))
    assert reading.errors == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Let $a$ and $b$ be real numbers.", "refuted"),
        ("Let $a \\in \\mathbb{R}$.", "refuted"),
        ("设 $a$ 为实数。", "refuted"),
        ("Let $a$ be a negative number.", "undecided"),
        ("Let $a$ be a positive real number.", "proved"),
        ("设 $a$ 为正实数。", "proved"),
        ("Let $a$ be a positive number.", "proved"),
    ],
)
def test_a_real_number_may_be_negative_under_a_root(said: str, found: str) -> None:
    text = f"{said}\n\n$$ \\sqrt{{a^2}} = a $$"
    assert [verdict(step) for step in steps(Document("a.md", text))] == [found]


def test_a_real_number_is_positive_where_its_logarithm_is_taken() -> None:
    text = "Let $a$, $b$ be real numbers.\n\n$$ \\log(ab) = \\log a + \\log b $$"
    assert [verdict(step) for step in steps(Document("a.md", text))] == ["proved"]
    divided = "Let $a$, $b$ be real numbers.\n\n$$ \\frac{a^2}{b} \\ge 0 $$"
    assert [verdict(step) for step in steps(Document("a.md", divided))] == ["refuted"]


def test_a_number_that_is_let_be_negative_is_positive_no_more() -> None:
    root = "$$ \\sqrt{a^2} = a $$"
    text = f"Let $a$ be a positive number.\n\n{root}\n\nNow let $a$ be a negative number.\n\n{root}"
    assert verdict(steps(Document("a.md", text))[-1]) != "proved"

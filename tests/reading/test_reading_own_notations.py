"""Notations of an author's own: what they are written out as, and what they are refused for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symkl.reading.article import read
from symkl.reading.declarations import parsed
from symkl.reading.declared import Said
from symkl.reading.document import Document

Judge = Callable[[str], list[Any]]


def judged_with(judged: Judge, block: str, formula: str) -> list[str]:
    return [step.verdict for step in judged(f"```symkl\n{block}\n```\n\n$$ {formula} $$\n")]


@pytest.mark.parametrize(
    ("block", "formula", "verdict"),
    [
        # commands, with and without arguments
        (r"notation \kl{p}{q} = D(p \| q)", r"\kl{P}{Q} \ge 0", "proved"),
        (r"notation \kl{p}{q} = D(p \| q)", r"\kl{P}{Q} \le 0", "refuted"),
        (r"notation \kl{p}{q} = kl", r"\kl{P}{Q} = \sum_x P(x) \log \frac{P(x)}{Q(x)}", "proved"),
        (r"notation \kl{p}{q} = kl", r"\kl{P}{Q} = \sum_x P(x) \log \frac{Q(x)}{P(x)}", "refuted"),
        (r"notation \ent = entropy", r"\ent(X, Y) = \ent(X) + \ent(Y \mid X)", "proved"),
        (r"notation \ent = entropy", r"\ent(X, Y) = \ent(X) + \ent(Y)", "refuted"),
        (r"notation \mi = information", r"\mi(X; Y) \le H(X)", "proved"),
        (r"notation \av{f} = \sum_x P(x) f(x)", r"\av{P}^2 = (\sum_x P(x)^2)^2", "proved"),
        (r"notation \av{f} = \sum_x P(x) f(x)", r"\av{P}^2 = \sum_x P(x)^3", "refuted"),
        (r"notation \two{a}{b} = a + b", r"2 \two{1}{2}^2 = 18", "proved"),
        # other names of notions
        (r"notation \mathsf{S} = entropy", r"\mathsf{S}(X) \le \log |\mathcal{X}|", "proved"),
        (r"notation \mathsf{S} = H", r"\mathsf{S}(X) \ge \log |\mathcal{X}|", "refuted"),
        ("notation K = kl\npmf f, g on X", "K(f, g) \\ge 0", "proved"),
        ("notation \\tau = trace\nmatrix A, B : k×k", r"\tau(AB) = \tau(BA)", "proved"),
        ("notation \\tau = trace\nmatrix A, B : k×k", r"\tau(AB) = \tau(A)\tau(B)", "refuted"),
        # patterns
        (r"notation K[p : q] = kl", r"K[P : Q] = D(P \| Q)", "proved"),
        (r"notation K[p : q] = kl", r"K[P : Q] = D(Q \| P)", "refuted"),
        (r"notation K(· , ·) = kl", r"K(P, Q)^2 = D(P \| Q)^2", "proved"),
        (r"notation K(p, q) = 2 D(q \| p)", r"K(P, Q) = 2 D(Q \| P)", "proved"),
        (r"notation J(p, q) = D(p \| q) + D(q \| p)", r"2 J(P, Q) = 2 J(Q, P)", "proved"),
        (r"notation J(p, q) = D(p \| q) + D(q \| p)", r"2 J(P, Q) = D(P \| Q)", "refuted"),
        (r"notation F[v] = \sum_x v(x)^2", r"F[P] \le 1", "proved"),
        (r"notation \mathbb{E}_1 = \mathbb{E}_{P}", r"\mathbb{E}_1[2] = 2", "proved"),
        (r"notation \langle f \rangle = E_P[f]", r"\langle 2 \rangle = 2", "proved"),
        ("transpose *\nmatrix A, B : k×k", r"(AB)^* = B^* A^*", "proved"),
        ("transpose *\nmatrix A, B : k×k", r"(AB)^* = A^* B^*", "refuted"),
        ("transpose '\nmatrix A, B : k×k", r"(AB)' = B'A'", "proved"),
        ("notation A^\\circ = A^T\nmatrix A : k×k", r"A^\circ A \ne A A^\circ", "supported"),
    ],
)  # fmt: skip
def test_what_notations_are_read_as(judged: Judge, block: str, formula: str, verdict: str) -> None:
    given = "pmf P, Q on X\n" if r"P" in formula and "pmf" not in block else ""
    found = judged_with(judged, given + block, formula)[-1]
    assert found == verdict if verdict != "supported" else found not in ("unread", "refuted")


@pytest.mark.parametrize(
    "formula",
    [
        r"K(P) \ge 0",  # another number of arguments
        r"K(P; Q) \ge 0",  # divided by another mark
        r"K'(P, Q) \ge 0",
        r"\mathbf{K}(P, Q) \ge 0",  # another font
        r"K_2(P, Q) \ge 0",
    ],
)
def test_what_is_written_otherwise_is_not_that_notation(judged: Judge, formula: str) -> None:
    assert judged_with(judged, "pmf P, Q on X\nnotation K(p, q) = kl", formula)[-1] == "unread"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("notation K", "expected one '=' in a notation"),
        ("notation K = a = b", "expected one '=' in a notation"),
        ("notation K =", "expected a notation and what it stands for"),
        ("notation K(·, ·) = 5", "expected one of covariance, cross-entropy"),
        (r"notation \kl{p}{p} = D(p \| p)", "expected different names in the braces"),
        (r"notation \kl{p + q} = p", "expected different names in the braces"),
        ("notation (p) = 2 p", "expected a notation that begins with a name of its own"),
        ("notation K(p = D(p)", "expected ')'"),
        (r"notation K(p) = \frac", "expected the end of a formula"),
        ("notation K(p) \\le 2 = p", "expected one '=' in a notation"),
        ("given", "expected a formula"),
        (r"variables \hat\theta real", "expected a capital: say notation"),
        ("variables X : m×n", "expected one dimension of a random vector"),
        ("transpose", "expected the mark of a transpose"),
    ],
)
def test_refusals_say_what_was_expected(text: str, expected: str) -> None:
    reading = read(Document("a.md", f"```symkl\n{text}\n```\n"))
    (error,) = reading.errors
    assert error.message.startswith(expected)
    assert error.line == 2


def test_a_notation_holds_under_its_heading(judged: Judge) -> None:
    block = "```symkl\npmf P, Q on X\nnotation K = kl\n```\n"
    text = f"# A\n{block}$$K(P, Q) \\ge 0$$\n# B\n$$D(P \\| Q) + K(P, Q) \\ge 0$$\n"
    assert [step.verdict for step in judged(text)] == ["proved", "unread"]


def test_a_later_notation_may_use_an_earlier_one(judged: Judge) -> None:
    block = "pmf P, Q on X\nnotation K = kl\nnotation J(p, q) = K(p, q) + K(q, p)"
    assert judged_with(judged, block, r"J(P, Q) = D(P \| Q) + D(Q \| P)") == ["proved"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "---\nsymkl: {{pmf: [P, Q], on: X, notation: '{n}'}}\n---\n\n$$ {f} $$\n"),
        ("a.md", '---\nsymkl: {{pmf: [P, Q], notation: ["{n}", "L = kl"]}}\n---\n\n$$ {f} $$\n'),
        ("a.md", "<!-- symkl\npmf P, Q on X\nnotation {n}\n-->\n\n$$ {f} $$\n"),
        ("a.tex", "% symkl: notation {n}\n% symkl: pmf P, Q on X\n\\[ {f} \\]\n"),
        (
            "a.tex",
            "% symkl: notation {n}\n\\documentclass{{article}}\n% symkl: pmf P, Q on X\n"
            "\\begin{{document}}\n\\[ {f} \\]\n\\end{{document}}\n",
        ),
        ("a.rst", ".. symkl::\n\n   notation {n}\n   pmf P, Q on X\n\n.. math:: {f}\n"),
    ],
)
def test_the_places_of_a_notation(name: str, text: str) -> None:
    written = text.format(n="K(p, q) = D(p || q)", f="K(P, Q) = D(P || Q)")
    kind = {"a.md": "markdown", "a.tex": "tex", "a.rst": "rst"}[name]
    reading = read(Document(name, written, kind))  # type: ignore[arg-type]
    assert reading.errors == []
    assert reading.result.sides_read == reading.result.sides == 2


# --- what else a block may say --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "formula", "verdict"),
    [
        ("number t in (0, 1]", r"\log t \le 0", "proved"),
        ("number t in (0, 2]", r"\log t \le 0", "refuted"),
        ("number t ∈ [0, 1]", r"t^2 \le t", "proved"),
        ("number a, b > 0", r"ab \ge 0", "proved"),
        ("number a, b", r"ab \ge 0", "refuted"),
        ("number a, b\ngiven a + b = 1", "3a + 3b = 3", "proved"),
        ("number a, b\ngiven a + b = 2", "a(a + b) + b = a + b", "refuted"),
        ("number a, b", "a(a + b) + b = a + b", "refuted"),
        ("number lambda in (0, 1)", r"\lambda (1 - \lambda) \ge 0", "proved"),
        ("pmf p\nfunction E", r"\sum_i p_i (E_i + 1) = \sum_i p_i E_i + 1", "proved"),
        ("pmf p\nfunction E", r"\sum_i p_i (E_i + 1) = \sum_i p_i E_i", "refuted"),
        ("weights w\nfunction E_i", r"\sum_i w_i (E_i - 2) = \sum_i w_i E_i - 2", "proved"),
        ("pmf w\nfunction H(x)", r"\sum_x w(x) (H(x) + 1) = 1 + \sum_x H(x) w(x)", "proved"),
        ("pmf w\nfunction H", r"\sum_x w(x) H(x) \ge 0", "refuted"),
        ("pmf w", r"\sum_x w(x) H(x) \ge 0", "proved"),
        ("index s : n", r"\sum_s 1 = n", "proved"),
        ("index s : n", r"\sum_s 1 = n + 1", "refuted"),
        ("variables X, Y real", "E[XY] = E[X] E[Y]", "refuted"),
        ("variables X, Y real\nindependent X, Y", "E[XY] = E[X] E[Y]", "proved"),
        ("variables u : n\nmatrix M : n×n", r"E[u^T M u] = \mathrm{tr}(M E[u u^T])", "proved"),
        ("variables u : n\nmatrix M : n×n", "E[u^T M u] = E[u]^T M E[u]", "refuted"),
        (
            "notation \\hat\\theta = V\nvariables V real\nnumber \\theta",
            r"\mathbb{E}[(\hat\theta - \theta)^2] = \mathbb{E}[\hat\theta^2]"
            r" - 2 \theta \mathbb{E}[\hat\theta] + \theta^2",
            "proved",
        ),
        ("joint p(x, y)\ngiven p(x, y) = p(x) p(y)", "H(X, Y) = H(X) + H(Y)", "proved"),
    ],
)  # fmt: skip
def test_what_declarations_change(judged: Judge, block: str, formula: str, verdict: str) -> None:
    assert judged_with(judged, block, formula)[-1] == verdict


def test_what_is_given_holds_for_what_stands_behind_it(judged: Judge) -> None:
    claim = "$$ a(a + b) + b = a + b $$\n\n"
    block = "```symkl\nnumber a, b\n```\n\n"
    given = "```symkl\ngiven a + b = 1\n```\n\n"
    found = [step.verdict for step in judged(f"# A\n{block}{claim}{given}{claim}# B\n{claim}")]
    assert found == ["refuted", "supported", "unread"]


def test_a_convex_function_is_not_any_function(judged: Judge) -> None:
    jensen = r"g(\frac{a + b}{2}) \le \frac{g(a) + g(b)}{2}"
    assert judged_with(judged, "function g\nnumber a, b", jensen) == ["refuted"]
    assert judged_with(judged, "function g convex\nnumber a, b", jensen) != ["refuted"]
    assert judged_with(judged, "function g concave\nnumber a, b", jensen) == ["refuted"]


@pytest.mark.parametrize("name", ["varepsilon", "\\varepsilon", "ε", "epsilon"])
def test_greek_letters_in_words(name: str) -> None:
    (said,) = parsed(f"number {name}")
    assert isinstance(said, Said)
    assert said.name == "epsilon"

"""Inequalities between sums of covariances and between norms that articles cite without a proof."""

from __future__ import annotations

import pytest
from conftest import Judge

SAID = (
    r"Let $A$, $B$ be symmetric positive definite $k\times k$ matrices, $x,y,z\in\mathbb R^k$ "
    r"and $\lambda\in[0,1]$."
)
ANY = SAID.replace("symmetric positive definite", "symmetric")
MIXTURE = r"\log\det(\lambda A+(1-\lambda)B)"
TRUE = [
    rf"{MIXTURE} \ge \lambda\log\det A+(1-\lambda)\log\det B",
    r"\log\left|\frac{A+B}{2}\right| \ge \frac{\log|A|+\log|B|}{2}",
    r"\log\det(A+B) \ge \log\det A",
    r"\log\det(A+xx^\top) \ge \log\det A",
    r"\log\det(I+A) \le \operatorname{tr} A",
    r"\log\det(I+A) \ge 0",
    r"\det(A+B) \ge \det A + \det B",
    r"\det(A+B) \ge \det A",
    r"\det(A+B)^{1/k} \ge \det(A)^{1/k} + \det(B)^{1/k}",
    r"\operatorname{tr}(A^{-1}) \ge \frac{k^2}{\operatorname{tr}(A)}",
    r"\operatorname{tr}(AB) \le \operatorname{tr}(A)\operatorname{tr}(B)",
    r"\operatorname{tr}((A+B)^{-1}) \le \operatorname{tr}(A^{-1})",
    r"x^\top (A+B)^{-1} x \le x^\top A^{-1} x",
    r"x^\top(A+B)x \ge x^\top A x",
    r"(x^\top A y)^2 \le (x^\top A x)(y^\top A y)",
    r"(x^\top y)^2 \le (x^\top A x)(y^\top A^{-1} y)",
]
OF_ANY = [
    r"\operatorname{tr}(A)^2 \le k \operatorname{tr}(A^2)",
    r"\operatorname{tr}(AB)^2 \le \operatorname{tr}(A^2)\operatorname{tr}(B^2)",
    r"\operatorname{tr}(AB) \le \|A\|_F\|B\|_F",
    r"\|A+B\|_F \le \|A\|_F+\|B\|_F",
    r"|x^\top y| \le \|x\|\|y\|",
    r"\langle x,y\rangle \le \|x\|\,\|y\|",
    r"\|x+y\| \le \|x\|+\|y\|",
    r"\|x-z\| \le \|x-y\|+\|y-z\|",
    r"\|x\|-\|y\| \le \|x-y\|",
]
FALSE = [
    rf"{MIXTURE} \le \lambda\log\det A+(1-\lambda)\log\det B",
    rf"{MIXTURE} \ge \log\det A+\log\det B",
    r"\log\det(A+B) \ge \log\det A+\log\det B",
    r"\log\det(I+A) \ge \operatorname{tr} A",
    r"\det(A+B) \le \det A + \det B",
    r"\operatorname{tr}(A^{-1}) \ge \frac{k^3}{\operatorname{tr}(A)}",
    r"\operatorname{tr}(AB) \ge \operatorname{tr}(A)\operatorname{tr}(B)",
    r"x^\top (A+B)^{-1} x \ge x^\top A^{-1} x",
    r"(x^\top A y)^2 \ge (x^\top A x)(y^\top A y)",
    r"\|x+y\| \ge \|x\|+\|y\|",
    r"\|x-z\| \le \|x-y\|-\|y-z\|",
]


def verdict(judged: Judge, claim: str, said: str = SAID) -> str:
    return judged(f"{said}\n\n$$ {claim} $$\n")[-1].verdict


@pytest.mark.parametrize("claim", [*TRUE, *OF_ANY])
def test_a_true_one_is_proved(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim) == "proved"


@pytest.mark.parametrize("claim", FALSE)
def test_a_false_one_is_refuted(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim) == "refuted"


@pytest.mark.parametrize("claim", TRUE)
def test_nothing_is_proved_of_matrices_that_are_not_definite(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim, ANY) != "proved"


@pytest.mark.parametrize("claim", OF_ANY)
def test_what_holds_of_any_matrix_is_proved_of_any(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim, ANY) == "proved"


SEMIDEFINITE = {
    r"\log\det(I+K) \le \operatorname{tr} K": "proved",
    r"\log\det(A+K) \ge \log\det A": "proved",
    r"\operatorname{tr}(AK) \ge 0": "proved",
    r"x^\top(A+K)^{-1}x \le x^\top A^{-1}x": "proved",
    r"\det(A+K) \ge \det A+\det K": "proved",
    r"\log\det(I+K) \ge \operatorname{tr} K": "refuted",
}


@pytest.mark.parametrize("claim", SEMIDEFINITE)
def test_of_a_semidefinite_matrix(judged: Judge, claim: str) -> None:
    said = rf"{SAID} Let $K$ be a positive semidefinite $k\times k$ matrix."
    assert verdict(judged, claim, said) == SEMIDEFINITE[claim]
    assert verdict(judged, claim, said.replace("positive semidefinite", "symmetric")) != "proved"


FROBENIUS = {
    r"\langle A,B\rangle_F = \operatorname{tr}(A^\top B)": "proved",
    r"\langle A,B\rangle_F = \langle A,B\rangle": "proved",
    r"\langle A,B\rangle_F = \operatorname{tr}(A)\operatorname{tr}(B)": "refuted",
    r"\langle A,B\rangle_G = \operatorname{tr}(A^\top B)": "unread",
}


@pytest.mark.parametrize("claim", FROBENIUS)
def test_inner_products_of_matrices(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim) == FROBENIUS[claim]


def test_a_weight_that_is_any_number_makes_no_mixture(judged: Judge) -> None:
    said = SAID.replace(r"\in[0,1]", r">0")
    assert verdict(judged, TRUE[0], said) != "proved"


def test_a_transposed_value_before_a_bracket_is_the_value(judged: Judge) -> None:
    r"""``x^T (A + B) x`` where x is the value of a density: its first x was a constant."""
    density = r"Let $p(x)$ be a density on $\mathbb R^k$ with $\mathbb E_p[x^\top x]=k$."
    true = r"$$ x^\top(A+B)^{-1}x \le x^\top A^{-1}x $$"
    false = r"$$ x^\top(A+B)^{-1}x \ge x^\top A^{-1}x $$"
    found = judged(f"{SAID.replace('x,y', 'y')}\n\n{density}\n\n{true}\n\n{false}\n")
    assert [step.verdict for step in found][-2:] == ["proved", "refuted"]

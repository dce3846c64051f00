"""What sentences say of matrices: orthogonal, idempotent, skew-symmetric, semidefinite."""

from __future__ import annotations

import pytest
from conftest import Judge

ORTHOGONAL = r"Let $Q$ be an orthogonal matrix and let $A$ be an $n \times n$ matrix."
CASES = {
    "trace": (ORTHOGONAL, r"\operatorname{tr}(Q A Q^\top) = \operatorname{tr}(A)", "proved"),
    "determinant": (ORTHOGONAL, r"\det(Q)^2 = 1", "proved"),
    "determinant 1": (ORTHOGONAL, r"\det(Q) = 1", "refuted"),
    "inverse": (ORTHOGONAL, r"Q^{-1} = Q^\top", "proved"),
    "length": (ORTHOGONAL, r"\|Qx\|^2 = \|x\|^2", "proved"),
    "one factor": (ORTHOGONAL, r"\operatorname{tr}(Q A) = \operatorname{tr}(A)", "refuted"),
    "equation": (r"Suppose $Q^\top Q = I$.", r"\|Qx\|^2 = \|x\|^2", "proved"),
    "inverse is given": (r"Suppose $Q^{-1} = Q^\top$.", r"\|Qx\|^2 = \|x\|^2", "proved"),
    "no hypothesis": (r"Let $Q$ be a square matrix.", r"\|Qx\|^2 = \|x\|^2", "refuted"),
    "idempotent": ("Let $P$ be idempotent.", r"(I-P)^2 = I - P", "proved"),
    "idempotent, zero": ("Let $P$ be idempotent.", r"P(I-P) = 0", "proved"),
    "idempotent, not symmetric": ("Let $P$ be an idempotent matrix.", r"P^\top = P", "refuted"),
    "projection": (
        r"Let $P \in \mathbb{R}^{n\times n}$ be an orthogonal projection.",
        r"\|Px\|^2 = x^\top P x",
        "proved",
    ),
    "equation P P = P": (
        "Suppose $P^2 = P$.",
        r"\operatorname{tr}(P^3) = \operatorname{tr}(P)",
        "proved",
    ),
    "no projection": (
        "Let $P$ be a square matrix.",
        r"\operatorname{tr}(P^3) = \operatorname{tr}(P)",
        "refuted",
    ),
    "skew": ("Let $A$ be skew-symmetric.", r"x^\top A x = 0", "proved"),
    "skew, equation": (r"Assume $A^\top = -A$.", r"x^\top A x = 0", "proved"),
    "skew is not symmetric": (
        "Let $A$ be a skew-symmetric matrix.",
        r"A^\top = A",
        "refuted",
    ),
    "skew, square": ("Let $A$ be skew-symmetric.", r"\operatorname{tr}(A^2) = 0", "refuted"),
    "not skew": ("Let $A$ be a square matrix.", r"x^\top A x = 0", "refuted"),
    "semidefinite": ("Let $A$ be positive semidefinite.", r"x^\top A x \ge 0", "proved"),
    "semidefinite trace": (
        "Let $A$ be a positive semidefinite matrix.",
        r"\operatorname{tr}(A) \ge 0",
        "proved",
    ),
    "semidefinite, strict": ("Let $A$ be positive semidefinite.", r"x^\top A x > 0", "refuted"),
    "not semidefinite": ("Let $A$ be a symmetric matrix.", r"x^\top A x \ge 0", "refuted"),
    "behind its name": (
        r"Let $S = U L U^\top$ with $U$ orthogonal.",
        r"\operatorname{tr}(S) = \operatorname{tr}(L)",
        "proved",
    ),
    "of a matrix in another": (
        r"Let $U$ be an orthogonal matrix. Let $S = U L U^\top$.",
        r"\operatorname{tr}(S) = \operatorname{tr}(L)",
        "proved",
    ),
    "equation of a matrix in another": (
        r"Suppose $U^\top U = I$. Let $S = U L U^\top$.",
        r"\operatorname{tr}(S) = \operatorname{tr}(L)",
        "proved",
    ),
    "not behind its name": (
        r"Let $S = U L U^\top$ with $U$ invertible.",
        r"\operatorname{tr}(S) = \operatorname{tr}(L)",
        "refuted",
    ),
    "said and given": (
        r"Let $A$ be positive semidefinite with $A = B^\top B$.",
        r"x^\top A x = \|Bx\|^2",
        "proved",
    ),
    "unit vector": (
        r"Let $u$ be a vector with $u^\top u = 1$. Suppose $u^\top u = 1$.",
        r"(I - 2uu^\top)^2 = I",
        "proved",
    ),
    "Chinese": ("设 $Q$ 为正交矩阵。", r"\|Qx\|^2 = \|x\|^2", "proved"),
    "Chinese skew": ("设 $A$ 为反对称矩阵。", r"x^\top A x = 0", "proved"),
}


@pytest.mark.parametrize("name", CASES)
def test_of_matrices(judged: Judge, name: str) -> None:
    said, formula, verdict = CASES[name]
    found = judged(f"{said}\n\n$$ {formula} $$\n")
    assert found[-1].verdict == verdict, found


NOT_UNDERSTOOD = {
    "nilpotent": "Let $A$ be a nilpotent matrix.",
    "projection matrix": "Let $A$ be a projection matrix.",
    "orthonormal": "Let $A$ have orthonormal columns.",
    "nearly": "Let $A$ be a nearly orthogonal matrix.",
    "not": "Let $A$ be a non-orthogonal matrix.",
    "of several": "Let $A$ and $B$ be orthogonal.",
    "orthogonal to": "Let $A$ be a matrix whose columns are orthogonal.",
}


@pytest.mark.parametrize("name", NOT_UNDERSTOOD)
def test_other_words_keep_from_refuting(judged: Judge, name: str) -> None:
    found = judged(f"{NOT_UNDERSTOOD[name]}\n\n$$ \\operatorname{{tr}}(A^2) = 0 $$\n")
    assert found[-1].verdict == "undecided", found


NEGATED = ("non-symmetric", "not symmetric", "skew-symmetric", "asymmetric")


@pytest.mark.parametrize("word", NEGATED)
def test_a_negated_property_is_none(judged: Judge, word: str) -> None:
    found = judged(f"Let $A$ be a {word} matrix.\n\n$$ A^\\top = A $$\n")
    assert found[-1].verdict != "proved", found

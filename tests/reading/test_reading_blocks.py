"""Determinants and traces of matrices that are written out, and of Kronecker products."""

from __future__ import annotations

import pytest
from conftest import Judge

SAID = (
    r"Let $A$ and $D$ be invertible $k\times k$ matrices, let $B$, $C$, $M$ be "
    r"$k\times k$ matrices, "
    r"let $u,v\in\mathbb R^k$ and let $a,b,c,t$ be real numbers."
)
VERDICTS = {
    r"\det\begin{pmatrix}a&b\\c&t\end{pmatrix}=at-bc": "proved",
    r"\left|\begin{matrix}a&b\\c&t\\ \end{matrix}\right|=at-bc": "proved",
    r"\begin{vmatrix}a&b\\c&t\end{vmatrix}=at-bc": "proved",
    r"\det\left(\begin{bmatrix}a&b\\c&t\end{bmatrix}\right)=at+bc": "refuted",
    r"\operatorname{tr}\begin{bmatrix}a&b\\c&t\end{bmatrix}=a+t": "proved",
    r"\operatorname{tr}\begin{bmatrix}a&b\\c&t\end{bmatrix}=a-t": "refuted",
    r"\det\begin{pmatrix}1&2&3\\4&5&6\\7&8&10\end{pmatrix} = -3": "proved",
    r"\det\begin{pmatrix}1&2&3\\4&5&6\\7&8&10\end{pmatrix} = 3": "refuted",
    r"\det\begin{pmatrix}a&b\end{pmatrix} = a": "unread",
    r"\begin{pmatrix}a&b\\c&t\end{pmatrix} = A": "unread",
    r"\det\begin{pmatrix}A&B\\C&D\end{pmatrix}=\det(A)\det(D-CA^{-1}B)": "proved",
    r"\begin{vmatrix}A&B\\C&D\end{vmatrix}=|A||D-BA^{-1}C|": "refuted",
    r"\begin{vmatrix}M&B\\C&D\end{vmatrix}=|D||M-BD^{-1}C|": "proved",
    r"\det\begin{pmatrix}M&B\\C&M\end{pmatrix}=0": "unread",  # nothing says what is invertible
    r"\det\begin{pmatrix}M&B\\0&C\end{pmatrix}=\det(M)\det(C)": "proved",
    r"\det\begin{pmatrix}A&u\\v^\top&a\end{pmatrix}=\det(A)(a-v^\top A^{-1}u)": "proved",
    r"\det\begin{pmatrix}A&u\\v^\top&a\end{pmatrix}=\det(A)(a+v^\top A^{-1}u)": "refuted",
    r"\det\begin{pmatrix}A&v^\top\\u&a\end{pmatrix}=a": "unread",
    r"\operatorname{tr}\begin{pmatrix}M&B\\C&D\end{pmatrix}=\operatorname{tr}M+\operatorname{tr}D":
        "proved",
    r"\operatorname{tr}(A\otimes B)=\operatorname{tr}(A)\operatorname{tr}(B)": "proved",
    r"\operatorname{tr}(A\otimes B)=\operatorname{tr}(A)+\operatorname{tr}(B)": "refuted",
    r"\det(A\otimes B)=\det(A)^k\det(B)^k": "proved",
    r"|A\otimes B|=|A||B|": "refuted",
    r"A\otimes B = B\otimes A": "unread",
    r"\operatorname{tr}(u\otimes B)=0": "unread",
}  # fmt: skip


@pytest.mark.parametrize("claim", VERDICTS)
def test_written_matrices(judged: Judge, claim: str) -> None:
    assert judged(f"{SAID}\n\n$$ {claim} $$\n")[-1].verdict == VERDICTS[claim]


def test_the_sizes_of_the_factors_are_those_declared(judged: Judge) -> None:
    said = r"Let $A$ be an $n\times n$ matrix and let $B$ be an $m\times m$ matrix."
    for claim, verdict in {
        r"\det(A\otimes B)=\det(A)^m\det(B)^n": "proved",
        r"\det(A\otimes B)=\det(A)^n\det(B)^m": "refuted",
    }.items():
        assert judged(f"{said}\n\n$$ {claim} $$\n")[-1].verdict == verdict

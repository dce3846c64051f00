"""What sentences say about names, in their several languages, and what they do not say."""

from __future__ import annotations

import pytest

from symkl.reading.chains import chains
from symkl.reading.circumstances import Circumstances
from symkl.reading.declared import Said
from symkl.reading.document import Document
from symkl.reading.regions import regions


def said(text: str) -> list[Said]:
    found = regions(Document("a.md", text))
    entries = Circumstances(found, chains(found)).said.values()
    return [entry for group in entries for entry in group]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("distributions $P$ and $F$", {"P": "law", "F": "law"}),
        ("discrete distributions $P$ and $F$ on $\\mathcal X$.", {"P": "law", "F": "law"}),
        ("Let $f$ and $g$ be two densities.", {"f": "law", "g": "law"}),
        ("the probability density function $f$", {"f": "law"}),
        ("the joint distribution $p(x, y)$", {"p": "law"}),
        ("我们有2个分布 $P$ 和 $F$", {"P": "law", "F": "law"}),
        ("密度函数 $f$", {"f": "law"}),
        ("Let $X$ and $Y$ be discrete random variables.", {"X": "variable", "Y": "variable"}),
        ("随机变量 $X$ 与 $Y$", {"X": "variable", "Y": "variable"}),
        ("Zufallsvariablen $X$ und $Y$", {"X": "variable", "Y": "variable"}),
        ("Let $a, b$ be vectors.", {"a": "vector", "b": "vector"}),
        ("$\\mu$ 为列向量", {"mu": "vector"}),
        ("Let $A$ be a matrix and $c$ a constant.", {"A": "matrix"}),
        ("$c$ is a constant", {"c": "number"}),
        ("the function $f$", {"f": "function"}),
        ("$\\Sigma$ is symmetric positive definite", {"Sigma": "matrix"}),
        ("$A$ 是对称正定矩阵", {"A": "matrix"}),
    ],
)  # fmt: skip
def test_kinds(text: str, expected: dict[str, str]) -> None:
    assert {entry.name: entry.kind for entry in said(text)} == expected


@pytest.mark.parametrize(
    "text",
    [
        "the distribution of $X$",
        "the distribution $\\mathcal N(\\mu, \\Sigma)$",
        "the divergence between distributions. $X$ is nice.",
        "the matrices $A + B$",
        "the random variable $x$",
        "the function $X$",
        "vector, $c$",
        "entropy of the distribution $H(P)$",
    ],
)
def test_what_says_nothing(text: str) -> None:
    assert said(text) == []


def test_shapes_and_properties() -> None:
    (mu,) = said("其中 $\\mu$ 为 $k$ 维 列向量")
    assert mu.shape == ("k",)
    (a,) = said("Let $a$ be an $n$-dimensional vector.")
    assert a.shape == ("n",)
    (matrix,) = said("Let $B$ be an invertible $m \\times m$ matrix.")
    assert (matrix.shape, matrix.flags) == (("m", "m"), frozenset({"invertible"}))
    (sigma,) = said("$\\Sigma$ is a positive definite matrix")
    assert sigma.flags == {"spd"}
    (half,) = said("$A$ is a positive semi-definite matrix")
    assert "spd" not in half.flags
    (number,) = said("$c$ is a positive constant")
    assert number.flags == {"positive"}


def test_spaces_and_sizes() -> None:
    (law,) = said("distributions $F$ on the alphabet $\\mathcal U$")
    assert [use.key for use in law.usage.applications[0].targets] == ["u"]
    for text in (
        "$X$ takes $n$ values.",
        "Let $X$ have an alphabet of size $m$, so $X$ has $n$ outcomes.",
        "$X$ 有 $n$ 个取值.",
        "where $|\\mathcal X| = n$.",
    ):
        sizes = [entry for entry in said(text) if entry.kind == "alphabet"]
        assert sizes[0].name == "cal:X"
        assert sizes[0].shape[0] in ("n", "m")


def test_every_word_has_its_place() -> None:
    text = "Let $a$ and $b$ be vectors."
    assert [text[slice(*entry.span)] for entry in said(text)] == ["a", "b"]

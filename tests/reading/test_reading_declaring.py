"""The block that ``symkl declare`` proposes: what it asks, what it answers, how it is written."""

from __future__ import annotations

import pytest

from symkl.reading.article import read
from symkl.reading.declaring import block_for, written
from symkl.reading.document import Document, Format


def proposed(text: str) -> list[str]:
    """The statements, without comments; each of them must be accepted and must help."""
    document = Document("a.md", text)
    block = block_for(document)
    lines = [line for line in block.lines if not line.startswith("#")]
    before = read(document).result
    pasted = read(Document("a.md", "\n".join(written(block.lines, "markdown")) + "\n\n" + text))
    assert pasted.errors == []
    assert pasted.result.sides - pasted.result.sides_read == block.unread
    assert not lines or block.unread < before.sides - before.sides_read
    return lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (r"$$ \kl{P}{Q} \ge 0, \quad P(x) \ge 0, Q(x) \ge 0 $$", [r"notation \kl{p}{q} = kl"]),
        (r"$$ \ent(X, Y) = \ent(X) + \ent(Y \mid X) $$", [r"notation \ent = entropy"]),
        (r"$$ \mi(X; Y) \ge 0 $$", [r"notation \mi = information"]),
        (
            r"$$ \mi(X; Y) = \ent(X) - \ent(X \mid Y) $$",
            [r"notation \mi = information", r"notation \ent = entropy"],
        ),
        (
            r"$$ \mathbf{M}[X^2] - \mathbf{M}[X]^2 \ge 0 $$",
            [r"notation \mathbf{M} = expectation"],
        ),
        (r"$$ \sum_y W(y|x) = 1 $$", ["channel W(y|x)"]),
        (
            r"$$ \sum_{x,y} p(x,y) \delta(x,y) = \sum_{x,y} p(x,y) \delta(x,y) $$",
            [r"function \delta(x,y)"],
        ),
        (r"$$ a (b + 1) = ab + a $$", ["number a"]),
        ("$$ \\sum_x p(x) = 1 $$", []),
        # a functional that is known to nobody but its author
        (r"$$ \sum_x v(x) \log v(x) + F[v] \ge 0 $$", []),
    ],
)
def test_what_is_proposed(text: str, lines: list[str]) -> None:
    assert proposed(text) == lines


def test_letters_of_notions_are_no_numbers() -> None:
    """What an expectation is under is open, not what E is."""
    assert not {"number E", "pmf E", "function E"} & set(proposed("$$ E[uu'] = \\Omega $$"))


@pytest.mark.parametrize(
    ("kind", "first", "line"),
    [
        ("markdown", "```symkl", "number a"),
        ("tex", "% symkl: number a", "% symkl: number a"),
        ("rst", ".. symkl", "   number a"),
    ],
)
def test_the_block_is_written_for_its_document(kind: Format, first: str, line: str) -> None:
    shown = written(("number a",), kind)
    assert shown[0] == first
    assert line in shown


@pytest.mark.parametrize(
    ("name", "kind", "formula"),
    [
        ("a.md", "markdown", "$$ {} $$\n"),
        ("a.tex", "tex", "\\[ {} \\]\n"),
        ("a.rst", "rst", ".. math:: {}\n"),
    ],
)
def test_the_block_is_accepted_where_it_is_pasted(name: str, kind: Format, formula: str) -> None:
    text = formula.format("a (b + 1) = ab + a")
    block = block_for(Document(name, text, kind))
    assert block.lines
    pasted = read(Document(name, "\n".join(written(block.lines, kind)) + "\n\n" + text, kind))
    assert pasted.errors == []
    assert pasted.result.sides_read == pasted.result.sides == 2

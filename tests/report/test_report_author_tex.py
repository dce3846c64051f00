from __future__ import annotations

import pytest

from symkl.reading.document import Document
from symkl.reading.macros import macros_in
from symkl.reading.regions import regions
from symkl.report.author_tex import FormulaRow, formula_rows, offsets


def rows(text: str) -> tuple[FormulaRow, ...]:
    found = regions(Document("a.md", text))
    piece = next(piece for piece in found.pieces if piece.is_formula)
    return formula_rows(found, piece, macros_in(found.text))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (r"$$ a = b $$", [("a = b",)]),
        (r"$$ a &= b \\ &= c $$", [("a", "= b"), ("", "= c")]),
        (r"\begin{align*} a &= b \\[2pt] &= c \end{align*}", [("a", "= b"), ("", "= c")]),
        (
            r"\begin{equation}\label{e}\begin{split} a &= b \\ &= c \end{split}.\end{equation}",
            [("a", "= b"), ("", "= c.")],
        ),
        (r"\begin{alignat}{2} a &= b \end{alignat}", [("a", "= b")]),
        (r"$$ \begin{aligned}[t] a &= b \end{aligned} $$", [("a", "= b")]),
        (
            r"$$ f = \begin{cases} 1 & x \\ 2 & y \end{cases} \\ g $$",
            [(r"f = \begin{cases} 1 & x \\ 2 & y \end{cases}",), ("g",)],
        ),
        (r"$$ \substack{a \\ b} $$", [(r"\substack{a \\ b}",)]),
        ("$$ a % = c\n = b $$", [("a = b",)]),
        (r"$$ \mbox{if $x$ is} \nonumber y $$", [(r"{\text{if }x\text{ is}} y",)]),
        (r"$$ \textcolor{red}{x} \color{blue} y $$", [("{x} y",)]),
        (r"$$ a \ b \alpha c $$", [(r"a \ b \alpha c",)]),
        (r"\newcommand{\KL}[2]{D(#1\|#2)} $$ \KL{P}{Q} \ge 0 $$", [(r"D(P\|Q) \ge 0",)]),
        (r"$$ \newcommand{\x}{y} $$", [(r"\newcommand{\x}{y}",)]),
        (r"$$ $$", [("",)]),
    ],
)
def test_a_formula_is_taken_apart(text: str, cells: list[tuple[str, ...]]) -> None:
    flat = [tuple(" ".join(cell.split()) for cell in row.cells) for row in rows(text)]
    assert flat == cells


def test_a_formula_that_does_not_expand_is_shown_as_written() -> None:
    (row,) = rows(r"\newcommand{\x}{\x\x} $$ \x $$")
    assert row.whole == r"\x"


def test_tags_are_kept_apart() -> None:
    assert [(row.whole, row.tag) for row in rows(r"$$ a \tag{1} \\ b \tag*{T} $$")] == [
        ("a", "1"),
        ("b", "T"),
    ]


def test_rows_share_the_whole_display() -> None:
    text = r"$$ a &= b \\ &= c $$"
    stretches = offsets(rows(text), (0, len(text)))
    assert stretches[0][0] == 0
    assert stretches[0][1] == stretches[1][0] == text.index("&= c")
    assert stretches[1][1] == len(text)

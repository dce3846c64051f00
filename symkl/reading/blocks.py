r"""Determinants and traces of matrices that are written out, and of Kronecker products.

Such a matrix is no term of the kernel: its determinant is worked out from numbers, or from blocks
by the Schur complement of one that is declared invertible, and the author is told so.
"""

from __future__ import annotations

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import Term
from symkl.reading.diagnostics import Unreadable
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.layout import Node, Row, plain
from symkl.reading.unexpected import unexpected

BARE = frozenset({"matrix", "pmatrix", "bmatrix", "smallmatrix"})
LARGEST = 3  # rows of numbers
MARKS = ("align", "break")
Grid = list[list[Term]]


def written_out(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    r"""A matrix between bars is its determinant; any other stands for itself, and is not read."""
    if node.text != "vmatrix":
        raise unexpected(node, "is not expected here")
    return elaborator.scripted(of_grid(elaborator, "det", node), node)


def is_grid(row: Row) -> bool:
    """Whether a row is a matrix that is written out, without scripts."""
    nodes = plain(row)
    return len(nodes) == 1 and nodes[0].kind == "matrix" and nodes[0].text in BARE


def of_grid(elaborator: Elaborator, head: str, node: Node) -> Term:
    """The determinant or the trace of a matrix that is written out."""
    if node.text != "vmatrix" and (node.sup is not None or node.sub is not None):
        raise unexpected(node, "is not expected here")
    grid = _grid(elaborator, node)
    size = len(grid)
    if any(len(row) != size for row in grid):
        raise Unreadable("SK102", node.span, "the written matrix is not square")
    elaborator.note(node.span, "this is worked out from what is written in the matrix")
    numbers = all(elaborator.shape(cell, node.span) == SCALAR for row in grid for cell in row)
    if numbers and size <= LARGEST:
        return _of_numbers(head, grid)
    if size != 2:
        raise Unreadable("SK401", node.span, "a matrix of so many rows is not worked out")
    return _of_blocks(elaborator, head, grid, node)


def _grid(elaborator: Elaborator, node: Node) -> Grid:
    """The cells, row by row; a line break at the end begins no row."""
    elaborator.claim(node)
    rows: list[list[Row]] = [[]]
    for part in node.parts:
        mark = part[0] if part and part[0].kind in MARKS else None
        if mark is not None:
            elaborator.claim(mark)
            part = part[1:]
            if mark.kind == "break":
                rows.append([])
        rows[-1].append(part)
    if len(rows) > 1 and not any(map(plain, rows[-1])):
        rows.pop()
    return [[elaborator.inside(cell, node.span) for cell in row] for row in rows]


def _of_numbers(head: str, grid: Grid) -> Term:
    if head == "trace":
        return terms.add(*(row[place] for place, row in enumerate(grid)))
    if len(grid) == 1:
        return grid[0][0]
    minors = [[row[:place] + row[place + 1 :] for row in grid[1:]] for place in range(len(grid))]
    found = [
        terms.mul(cell, _of_numbers(head, minor))
        for cell, minor in zip(grid[0], minors, strict=True)
    ]
    return terms.add(*(terms.neg(term) if place % 2 else term for place, term in enumerate(found)))


def _of_blocks(elaborator: Elaborator, head: str, grid: Grid, node: Node) -> Term:
    (first, above), (below, last) = grid
    for block in (first, last):
        rows, columns = elaborator.shape(block, node.span)
        if rows != columns:
            raise Unreadable("SK102", node.span, "a block on the diagonal is not square")
    if head == "trace":
        return terms.add(*(Term("trace", (block,)) for block in (first, last)))
    if terms.ZERO in (above, below):
        return terms.mul(*(Term("det", (block,)) for block in (first, last)))
    for one, right, left, other in ((first, above, below, last), (last, below, above, first)):
        if _is_invertible(elaborator, one):
            inverse = Term("inverse", (one,))
            complement = terms.sub(other, terms.mul(left, inverse, right))
            elaborator.shape(complement, node.span)
            return terms.mul(Term("det", (one,)), Term("det", (complement,)))
    message = "no block on the diagonal is known to be invertible"
    raise Unreadable("SK401", node.span, message)


def _is_invertible(elaborator: Elaborator, block: Term) -> bool:
    if block.head in ("inverse", "transpose"):
        return _is_invertible(elaborator, block.args[0])
    if block.head != "matrix":
        return block.head == "identity"
    declared = elaborator.context.matrix(block.label)
    return declared.invertible or declared.positive_definite


# --- Kronecker products ---------------------------------------------------------------------------


def is_kronecker(row: Row) -> bool:
    r"""Whether a row is ``A \otimes B``."""
    nodes = plain(row)
    signs = [node for node in nodes if node.kind == "op"]
    return len(signs) == 1 and signs[0].text == "otimes" and nodes[0] is not signs[0]


def of_kronecker(elaborator: Elaborator, head: str, row: Row, node: Node) -> Term:
    """The product of the traces; of the determinants, each to the power of the other size."""
    nodes = plain(row)
    place = next(p for p, n in enumerate(nodes) if n.kind == "op")
    elaborator.claim(nodes[place])
    both = [elaborator.inside(part, node.span) for part in (nodes[:place], nodes[place + 1 :])]
    sizes: list[Term] = []
    for factor in both:
        rows, columns = elaborator.shape(factor, node.span)
        if rows != columns or rows == SCALAR_SORT:
            message = f"{node.text} of a tensor product is read of two square matrices"
            raise Unreadable("SK102", node.span, message)
        sizes.append(Term("size", (), rows))
    elaborator.note(node.span, "this is worked out from the factors of the tensor product")
    if head == "trace":
        return terms.mul(*(Term("trace", (factor,)) for factor in both))
    powers = zip(both, reversed(sizes), strict=True)
    return terms.mul(*(terms.power(Term("det", (factor,)), size) for factor, size in powers))

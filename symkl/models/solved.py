"""Models in which given equations of matrices hold exactly: ``A = B - B^T``, ``Q^T Q = I``.

A matrix that is given as an expression gets its value.  One of which an equation is given, and
nothing else in it, is taken from a list of special matrices: those that solve the equation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import product

from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Matrix
from symkl.kernel.equations import equations, is_closed
from symkl.kernel.terms import Given, Term
from symkl.models.admissible import determinant, fraction_of, matrix_holds, rational_matrix
from symkl.models.model import Model, Rows, Unsupported

MOST_SPECIAL = 4  # rows of the special matrices
MOST_POWER = 16
HALF = Fraction(1, 2)
SMALL = (
    ((1,),),
    ((-1,),),
    ((0,),),
    ((2,),),
    ((1, 0), (0, 1)),
    ((0, 1), (1, 0)),
    ((0, -1), (1, 0)),
    ((Fraction(3, 5), Fraction(-4, 5)), (Fraction(4, 5), Fraction(3, 5))),
    ((1, 1), (0, 0)),
    ((1, 0), (0, 0)),
    ((HALF, HALF), (HALF, HALF)),
    ((1, 1), (0, -1)),
    ((1, 0), (0, -1)),
    ((0, 1), (0, 0)),
    ((0, 0), (0, 0)),
    ((1, 0), (0, 2)),
)


def of_matrices(context: Context, given: Iterable[Given]) -> bool:
    """Whether what is given is about constant matrices and finite sums alone."""
    sides = (side for lhs, _, rhs in given for side in (lhs, rhs))
    return all(is_closed(context, side) for side in sides)


def solving(claim: Claim, models: Iterable[Model]) -> Iterator[Model]:
    """The models, with matrices that solve what is given of them where that is found."""
    defined = equations(claim.context, claim.given).defined
    alone = _of_one_matrix(claim, defined)
    if not (defined or alone):
        yield from models  # the same ones: what is worked out in them serves other claims as well
        return
    for turn, model in enumerate(models):
        found = _solved(claim.context, model, defined, alone, turn)
        named = [term.label for term in defined if term.head == "matrix"]
        declared = [claim.context.matrix(name) for name in (*named, *alone)]
        if all(matrix_holds(matrix, found.matrices[matrix.name]) for matrix in declared):
            yield found


def _of_one_matrix(claim: Claim, defined: dict[Term, Term]) -> dict[str, list[Given]]:
    """The given equations that are about one matrix and nothing else, by its name."""
    found: dict[str, list[Given]] = {}
    for lhs, relation, rhs in claim.given:
        parts = [part for side in (lhs, rhs) for part in side.walk()]
        named = {part.label for part in parts if part.head == "matrix"}
        other = any(part.head not in EXACT for part in parts)
        known = any(part in defined for part in parts)
        if relation == "=" and len(named) == 1 and not other and not known:
            found.setdefault(named.pop(), []).append((lhs, relation, rhs))
    return found


def _solved(
    context: Context,
    model: Model,
    defined: dict[Term, Term],
    alone: dict[str, list[Given]],
    turn: int,
) -> Model:
    matrices = dict(model.matrices)
    for place, (name, given) in enumerate(alone.items()):
        found = _solutions(context, model, context.matrix(name), tuple(given))
        if found:
            matrices[name] = found[(turn // (1 + place)) % len(found)]
    model = replace(model, matrices=matrices)
    numbers = dict(model.numbers)
    for of, term in defined.items():
        try:
            value = exact(model, term)
        except Unsupported:
            continue
        if of.head == "sym":
            ((numbers[of.label],),) = value
        else:
            matrices[of.label] = value
    return replace(model, matrices=matrices, numbers=numbers)


def _solutions(
    context: Context, model: Model, matrix: Matrix, given: tuple[Given, ...]
) -> list[Rows]:
    sizes = model.size(matrix.rows), model.size(matrix.columns)
    found = []
    for rows in _special(*sizes):
        tried = replace(model, matrices={matrix.name: rows})
        try:
            holds = all(exact(tried, lhs) == exact(tried, rhs) for lhs, _, rhs in given)
        except Unsupported:
            continue
        if holds and matrix_holds(matrix, rows):
            found.append(rows)
    return found


@lru_cache(maxsize=64)
def _special(rows: int, columns: int) -> list[Rows]:
    """Special matrices of this size: blocks of small ones, or the columns of the identity."""
    if rows != columns or rows > MOST_SPECIAL:
        return [_columns(rows, columns, start) for start in range(max(1, rows - columns + 1))]
    small: list[Rows] = [tuple(tuple(map(Fraction, row)) for row in each) for each in SMALL]
    own = [each for each in small if len(each) == rows]
    if rows <= len(SMALL[-1]):
        return own
    blocks = [each for each in small if len(each) == len(SMALL[-1])]
    return [_beside(one, two) for one, two in product(blocks, _special(rows - 2, rows - 2))]


def _columns(rows: int, columns: int, start: int) -> Rows:
    return tuple(tuple(Fraction(int(i == j + start)) for j in range(columns)) for i in range(rows))


def _beside(one: Rows, two: Rows) -> Rows:
    """The two matrices on the diagonal of a larger one."""
    zero = Fraction(0)
    above = tuple((*row, *[zero] * len(two)) for row in one)
    return above + tuple((*[zero] * len(one), *row) for row in two)


# --- exact values ---------------------------------------------------------------------------------


def exact(model: Model, term: Term) -> Rows:
    """The rational value of a matrix or a number; raises Unsupported for what may be none."""
    method = EXACT.get(term.head)
    if method is None:
        raise Unsupported(f"no exact value of {term.head}")
    return method(model, term)


def _scalar(value: Fraction | int) -> Rows:
    return ((Fraction(value),),)


def _add(model: Model, term: Term) -> Rows:
    values = [exact(model, child) for child in term.args]
    if len({(len(value), len(value[0])) for value in values}) != 1:
        raise Unsupported("a sum of matrices of different sizes")
    return tuple(
        tuple(sum(entries, Fraction(0)) for entries in zip(*rows, strict=True))
        for rows in zip(*values, strict=True)
    )


def _scaled(rows: Rows, factor: Fraction) -> Rows:
    return tuple(tuple(factor * entry for entry in row) for row in rows)


def _mul(model: Model, term: Term) -> Rows:
    """Numbers, and rows times columns, may stand anywhere among the factors."""
    factor, chain = Fraction(1), None
    for value in (exact(model, child) for child in term.args):
        if len(value) == len(value[0]) == 1:
            factor *= value[0][0]
        elif chain is None:
            chain = value
        else:
            chain = _times(chain, value)
        if chain is not None and len(chain) == len(chain[0]) == 1:
            factor, chain = factor * chain[0][0], None
    return _scalar(factor) if chain is None else _scaled(chain, factor)


def _times(one: Rows, two: Rows) -> Rows:
    if len(one[0]) != len(two):
        raise Unsupported("a product of matrices that do not fit")
    columns = list(zip(*two, strict=True))
    return tuple(
        tuple(sum((a * b for a, b in zip(row, c, strict=True)), Fraction(0)) for c in columns)
        for row in one
    )


def _inverse(model: Model, term: Term) -> Rows:
    rows = exact(model, term.args[0])
    if len(rows) != len(rows[0]) or determinant(rows) == 0:
        raise Unsupported("the inverse of a singular matrix")
    found = rational_matrix(rows).inv()
    return tuple(tuple(map(fraction_of, row)) for row in found.table())


def _div(model: Model, term: Term) -> Rows:
    ((bottom,),) = exact(model, term.args[1])
    if bottom == 0:
        raise Unsupported("division by zero")
    return _scaled(exact(model, term.args[0]), 1 / bottom)


def _power(model: Model, term: Term) -> Rows:
    """A number to a whole power."""
    ((base,),), ((exponent,),) = exact(model, term.args[0]), exact(model, term.args[1])
    if exponent.denominator != 1 or not 0 <= exponent <= MOST_POWER:
        raise Unsupported("a root, or a large power")
    return _scalar(base ** int(exponent))


def _identity(model: Model, term: Term) -> Rows:
    return _columns(model.size(term.label), model.size(term.label), 0)


def _sum(model: Model, term: Term) -> Rows:
    (name, sort), *rest = term.label
    body = Term("sum", term.args, tuple(rest)) if rest else term.args[0]
    values = [
        exact(replace(model, points={**model.points, (name, sort): place}), body)
        for place in range(model.size(sort))
    ]
    return tuple(
        tuple(sum(entries, Fraction(0)) for entries in zip(*rows, strict=True))
        for rows in zip(*values, strict=True)
    )


def _at(model: Model, point: Term) -> int:
    place = model.points.get(point.label)
    if not isinstance(place, int):
        raise Unsupported("a point without a value")
    return place


def _entry(model: Model, term: Term) -> Rows:
    places = [_at(model, point) for point in term.args[1:]]
    row, column = (*places, 0)[:2]
    return _scalar(exact(model, term.args[0])[row][column])


def _value(model: Model, term: Term) -> Rows:
    """The entry of the table of a law of one variable."""
    table = model.laws.get(term.label[0])
    if table is None or len(term.args) != 1 or len(next(iter(table))) != 1:
        raise Unsupported("a value that is in no table")
    return _scalar(table[_at(model, term.args[0]),])


def _trace(model: Model, term: Term) -> Rows:
    rows = exact(model, term.args[0])
    return _scalar(sum((row[i] for i, row in enumerate(rows)), Fraction(0)))


EXACT: dict[str, Callable[[Model, Term], Rows]] = {
    "num": lambda model, term: _scalar(term.label),
    "sym": lambda model, term: _scalar(model.numbers[term.label]),
    "size": lambda model, term: _scalar(model.size(term.label)),
    "matrix": lambda model, term: model.matrices[term.label],
    "identity": _identity,
    "transpose": lambda model, term: tuple(zip(*exact(model, term.args[0]), strict=True)),
    "add": _add,
    "neg": lambda model, term: _scaled(exact(model, term.args[0]), Fraction(-1)),
    "mul": _mul,
    "div": _div,
    "pow": _power,
    "inverse": _inverse,
    "trace": _trace,
    "sum": _sum,
    "entry": _entry,
    "row": lambda model, term: tuple(
        (entry,) for entry in exact(model, term.args[0])[_at(model, term.args[1])]
    ),
    "value": _value,
    "det": lambda model, term: _scalar(determinant(exact(model, term.args[0]))),
}

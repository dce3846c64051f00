"""The script of a counterexample: the model, both sides, their difference; mpmath alone.

It shares no code with symkl, so that a reader need not trust it: the model is written out, and
both sides are what their definitions say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Law
from symkl.kernel.errors import KernelError
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Given, Term, free_points
from symkl.language.printing import text_of
from symkl.models.model import Box, Model, Normal, Piece, Rows, Vector
from symkl.models.record import from_json
from symkl.recheck.expressions import Expressions, NoScript
from symkl.recheck.integrals import components

LONGEST = 6000  # characters; a longer script is nothing that somebody reads
CLOSE = "mpf(10)**-20"
NORMAL_MEAN = """\
def normal_mean(f, m, S, k):  # exact for polynomials of degree 5
    nodes = [(0, mpf(2)/3), (sqrt(3), mpf(1)/6), (-sqrt(3), mpf(1)/6)]
    L = cholesky(S)
    return fsum(fprod(w for _, w in z)*f(m + L*matrix([v for v, _ in z]))
                for z in product(nodes, repeat=k))"""


def script(replay: Mapping[str, Any], entry: tuple[int, int] | None = None) -> str:
    """The script for a recorded counterexample, or "" where none can be written.

    ``entry`` is the row and column, counted from 1, in which matrices differ.
    """
    try:
        claim, model = Claim.from_json(replay["claim"]), from_json(replay["model"])
        text = "\n".join(_lines(claim, model, entry)) + "\n"
    except (KeyError, ValueError, KernelError, RecursionError):
        # NoScript, NoIntegral and Unsupported are ValueErrors: this is not written as a script.
        return ""
    return text if len(text) <= LONGEST else ""


def _lines(claim: Claim, model: Model, entry: tuple[int, int] | None) -> Iterator[str]:
    writer = Expressions(claim.context, model)
    sides = [_side(writer, side, entry) for side in (claim.lhs, claim.rhs)]
    given = [text for item in claim.given if (text := _residual(writer, item))]
    body = [*_points(writer), *_declared(writer)]
    statement = (
        f"{text_of(claim.lhs, claim.context)} {claim.relation} {text_of(claim.rhs, claim.context)}"
    )
    yield f"# {' '.join(statement.split())}"
    if writer.used_normal_mean:
        yield "from itertools import product"
        for name in ("cholesky", "fprod", "fsum", "matrix", "mpf", "sqrt"):
            writer.mpmath(name)
    yield f"from mpmath import {', '.join(['mp', *sorted({*writer.functions, 'mpf'})])}"
    yield "mp.dps = 50"
    if writer.used_normal_mean:
        yield NORMAL_MEAN
    yield from body
    yield from (f'print("what is given is off by", mp.nstr({text}, 5))' for text in given)
    yield f"lhs = mpf({sides[0]})"
    yield f"rhs = mpf({sides[1]})"
    yield 'print("left side ", mp.nstr(lhs, 20))'
    yield 'print("right side", mp.nstr(rhs, 20))'
    yield 'print("difference", mp.nstr(lhs - rhs, 20))'
    yield _verdict(claim.relation)


def _verdict(relation: str) -> str:
    if relation in ("=", "!="):
        sign = "<" if relation == "=" else ">"
        return f'print("lhs {relation} rhs is", abs(lhs - rhs) {sign} {CLOSE})'
    return f'print("lhs {relation} rhs is", bool(lhs {relation} rhs))'


def _side(writer: Expressions, term: Term, entry: tuple[int, int] | None) -> str:
    text = writer.text(term)
    if shape(writer.context, term) == SCALAR:
        return text
    row, column = entry or (1, 1)
    return f"({text})[{row - 1}, {column - 1}]"


def _residual(writer: Expressions, given: Given) -> str:
    """How far a given equation is from being true, over all of its free points."""
    lhs, relation, rhs = given
    points = sorted(free_points(lhs) | free_points(rhs))
    if relation != "=" or shape(writer.context, lhs) != SCALAR:
        return ""
    if any(writer.context.is_real_space(sort) for _, sort in points):
        return ""
    loops = " ".join(f"for {writer.point(p)} in {writer.space(p[1])}" for p in points)
    difference = f"abs(mpf({writer.text(lhs)}) - ({writer.text(rhs)}))"
    return f"max({difference} {loops})" if loops else difference


def _points(writer: Expressions) -> Iterator[str]:
    for (name, sort), value in writer.model.points.items():
        shown = (
            str(value)
            if isinstance(value, int)
            else _vector(writer, value, shape(writer.context, Term("point", (), (name, sort))))
        )
        yield f"{writer.point((name, sort))} = {shown}"


def _vector(writer: Expressions, values: Vector, form: tuple[str, str]) -> str:
    if form == SCALAR:
        return _number(writer, values[0])
    return f"{writer.mpmath('matrix')}([{', '.join(_number(writer, v) for v in values)}])"


def _declared(writer: Expressions) -> list[str]:
    """The definitions of all names that both sides use, those used by others first."""
    functions = [_function(writer, name) for name in writer.calls]
    numbers = [
        f"{writer.names.of(('number', name), name)} = {_number(writer, writer.model.numbers[name])}"
        for name in writer.numbers
    ]
    densities = [line for name in writer.densities for line in _density(writer, name)]
    tables = _tables(writer)
    matrices = [_matrix(writer, name) for name in writer.matrices]
    spaces = [f"{writer.space(sort)} = range({writer.model.size(sort)})" for sort in writer.spaces]
    spaces += [
        f"{writer.names.of(('dimension', sort), sort)} = {writer.model.size(sort)}"
        for sort in writer.dimensions
    ]
    return [*spaces, *numbers, *functions, *matrices, *tables, *densities]


def _number(writer: Expressions, value: Fraction) -> str:
    if value.denominator == 1:
        return f"{writer.mpmath('mpf')}({value.numerator})"
    return f"{writer.mpmath('mpf')}({value.numerator})/{value.denominator}"


def _function(writer: Expressions, name: str) -> str:
    coefficients = writer.model.functions[name]
    powers = [f"{_number(writer, c)}*t**{power}" for power, c in enumerate(coefficients) if c] or [
        "0*t"
    ]
    return f"{writer.names.of(('function', name), name)} = lambda t: {' + '.join(powers)}"


def _matrix(writer: Expressions, name: str) -> str:
    rows = writer.model.matrices[name]
    declared = writer.context.matrix(name)
    python = writer.matrix(name)
    if (declared.rows, declared.columns) == SCALAR:
        return f"{python} = {_number(writer, rows[0][0])}"
    if declared.columns == SCALAR_SORT:
        return f"{python} = {_vector(writer, tuple(row[0] for row in rows), ('', ''))}"
    return f"{python} = {_rows(writer, rows)}"


def _rows(writer: Expressions, rows: Rows) -> str:
    shown = (f"[{', '.join(_number(writer, v) for v in row)}]" for row in rows)
    return f"{writer.mpmath('matrix')}([{', '.join(shown)}])"


# --- tables of pmfs -------------------------------------------------------------------------------


def _tables(writer: Expressions) -> list[str]:
    """Whole tables first, then the marginals that are summed from them."""
    wanted = list(writer.tables)
    whole, marginals = [], []
    for name, kept in wanted:
        law = writer.context.law(name)
        every = tuple(coord for coord, _ in law.coords)
        if kept != every:
            marginals.append(_marginal(writer, law, kept))
        writer.table(law, every)
    for name, kept in writer.tables:
        law = writer.context.law(name)
        if len(kept) == len(law.coords):
            whole.append(f"{writer.table(law, kept)} = {_nested(writer, law, ())}")
    return whole + marginals


def _nested(writer: Expressions, law: Law, at: tuple[int, ...]) -> str:
    if len(at) == len(law.coords):
        return _number(writer, writer.model.laws[law.name][at])
    size = writer.model.size(law.coords[len(at)][1])
    return f"[{', '.join(_nested(writer, law, (*at, i)) for i in range(size))}]"


def _marginal(writer: Expressions, law: Law, kept: tuple[str, ...]) -> str:
    """As in ``p_X = [fsum(p[a][b] for b in Y) for a in X]``."""
    every = tuple(coord for coord, _ in law.coords)
    index = {c: writer.names.of(("index", i), f"i{i}") for i, c in enumerate(every)}
    space = {coord: writer.space(sort) for coord, sort in law.coords}
    entry = writer.table(law, every) + "".join(f"[{index[c]}]" for c in every)
    summed = " ".join(f"for {index[c]} in {space[c]}" for c in every if c not in kept)
    text = f"{writer.mpmath('fsum')}({entry} {summed})"
    for coord in reversed(kept):
        text = f"[{text} for {index[coord]} in {space[coord]}]"
    return f"{writer.table(law, kept)} = {text}"


# --- densities ------------------------------------------------------------------------------------


def _density(writer: Expressions, name: str) -> Iterator[str]:
    law = writer.context.law(name)
    ((_, sort),) = law.coords
    size = writer.model.size(writer.context.sort(sort).index)
    at = "x" if shape(writer.context, Term("point", (), ("x", sort))) == SCALAR else "x[0]"
    python = writer.density(law)
    parts = components(writer, name)
    if size == 1:
        yield f"{python} = lambda x: {' + '.join(_on_the_line(writer, p, at) for p in parts)}"
        return
    (part,) = parts
    if not isinstance(part, Normal):
        raise NoScript("a density of several dimensions that is not normal")
    for function in ("exp", "sqrt", "det", "inverse", "pi"):
        writer.mpmath(function)
    mean, form = _vector(writer, part.mean, ("", "")), _rows(writer, part.covariance)
    yield f"{python}_parameters = {mean}, {form}"
    yield (
        f"{python} = lambda x, m={python}_parameters[0], S={python}_parameters[1]: "
        "exp(-((x - m).T*inverse(S)*(x - m))[0]/2)/sqrt(det(2*pi*S))"
    )


def _on_the_line(writer: Expressions, part: Normal | Box, at: str) -> str:
    weight = "" if part.weight == 1 else f"{_number(writer, part.weight)}*"
    if isinstance(part, Normal):
        root = f"{writer.mpmath('sqrt')}({_number(writer, part.covariance[0][0])})"
        return f"{weight}{writer.mpmath('npdf')}({at}, {_number(writer, part.mean[0])}, {root})"
    return f"{weight}{_piece(writer, part.sides[0], at)}"


def _piece(writer: Expressions, side: Piece, at: str) -> str:
    """A density proportional to exp(slope x) on an interval."""
    low, high = (None if e is None else _number(writer, e) for e in (side.low, side.high))
    inside = " <= ".join(part for part in (low, at, high) if part)
    if not side.slope:
        return f"(1/({high} - {low}) if {inside} else 0)"
    slope, exp = _number(writer, side.slope), writer.mpmath("exp")
    top = f"exp({slope}*{high})" if high else "0"
    bottom = f"exp({slope}*{low})" if low else "0"
    return f"({slope}*{exp}({slope}*{at})/({top} - {bottom}) if {inside} else 0)"

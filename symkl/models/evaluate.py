"""Values of terms in a model: one evaluator, with rigorous balls or with mpmath floats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flint import arb

from symkl.kernel.context import Context, Law
from symkl.kernel.terms import Binders, Term
from symkl.models.arithmetic import Arithmetic, Balls, Floats, is_zero, precision
from symkl.models.expansions import Expansion, determinant_factor
from symkl.models.expansions import integral as integral_of_statistics
from symkl.models.fields import Coordinate, Field
from symkl.models.gaussian import NormalDensity, mean_of_polynomial
from symkl.models.grids import (
    Grid,
    determinant,
    grid,
    identity_rows,
    inverse_and_det,
    is_singular,
    rows_of,
    square_rows,
    trace,
)
from symkl.models.intervals import integral
from symkl.models.model import Imprecise, Model, Point, Undefined, Unsupported
from symkl.models.notions import NOTIONS
from symkl.models.supports import Cell
from symkl.models.tables import Tables, projection

Names = tuple[str, ...]
SPARE_DIGITS = 20
FUNCTIONS = (Field, Expansion)  # of the real points bound around a term
ATTEMPTS = (1, 2, 4, 8)  # how many times the asked-for digits are worked with


class Evaluator:
    """Values of terms in one model and one number system; ``at`` holds the points in scope."""

    def __init__(self, context: Context, model: Model, arithmetic: Arithmetic) -> None:
        self.context = context
        self.model = model
        self.of = arithmetic
        self.tables = Tables(context, model, arithmetic)
        self.at: dict[Point, Any] = {p: self._given(v) for p, v in model.points.items()}
        self._readers: dict[Any, Callable[[list[Any]], Any]] = {}
        self._results: dict[Term, tuple[Any, bool]] = {}
        self._values: dict[Term, tuple[Any, bool]] = {}
        self._bindings = 0
        self._variables = 0
        self._coordinates: dict[tuple[int, Cell], tuple[Coordinate, ...]] = {}

    def _given(self, value: Any) -> Any:
        return value if isinstance(value, int) else tuple(self.of.exact(v) for v in value)

    def value(self, term: Term) -> Any:
        """A number, a matrix, or a function of the real points bound around the term.

        What stands under no binder has one value in the model, which is worked out once.
        """
        if self._bindings:
            return self._fresh(term)
        return self._remembered(term, self._values, self._fresh)

    def _fresh(self, term: Term) -> Any:
        method = HEADS.get(term.head)
        if method is None:
            raise Unsupported(f"unknown head {term.head!r}")
        return method(self, term)

    def result(self, term: Term) -> Any:
        """The value of a whole side: a number or a matrix of numbers, none of them nan."""
        return self._remembered(term, self._results, self._checked)

    def _remembered(
        self, term: Term, known: dict[Term, tuple[Any, bool]], find: Callable[[Term], Any]
    ) -> Any:
        """What is found of a term; that infinity turned up in it is remembered as well."""
        found = known.get(term)
        if found is not None:
            self.of.infinite |= found[1]
            return found[0]
        before, self.of.infinite = self.of.infinite, False
        try:
            value = find(term)
            known[term] = value, self.of.infinite
            return value
        except Imprecise as error:
            if before:
                raise self.of.infinite_difference() from error
            raise
        finally:
            self.of.infinite |= before

    def _checked(self, term: Term) -> Any:
        value = self.value(term)
        for row in rows_of(value):
            for entry in row:
                if isinstance(entry, FUNCTIONS):
                    raise Unsupported("a value that depends on a bound point")
                if self.of.is_nan(entry):
                    raise self.of.unknown("a value came out as no number")
        return value

    # --- points ---------------------------------------------------------------------------------

    def point(self, label: Point) -> Any:
        """The value of a point in scope: an index, or the components of a vector."""
        if label not in self.at:
            raise Unsupported(f"the model gives no value to the point {label[0]}")
        return self.at[label]

    @contextmanager
    def _bound(self, point: Point) -> Iterator[None]:
        missing = object()
        before = self.at.get(point, missing)
        self._bindings += 1
        try:
            yield
        finally:
            self._bindings -= 1
            if before is missing:
                self.at.pop(point, None)
            else:
                self.at[point] = before

    def over(self, binders: Binders, body: Callable[[], Any]) -> Any:
        """The sum of the body over the bound points; an integral over real spaces."""
        if not binders:
            return body()
        point, rest = binders[0], binders[1:]
        with self._bound(point):
            if self.context.is_real_space(point[1]):
                return self._integral(point, rest, body)
            return self._finite_sum(point, rest, body)

    def _finite_sum(self, point: Point, rest: Binders, body: Callable[[], Any]) -> Any:
        total: Any = self.of.zero
        for index in range(self.model.size(point[1])):
            self.at[point] = index
            value = self.over(rest, body) if rest else body()
            if is_zero(total):
                total = value
            elif not is_zero(value):
                total = total + value
        return total

    def _integral(self, point: Point, rest: Binders, body: Callable[[], Any]) -> Any:
        """The sum of the integrals over the cells that the ends of densities cut space into."""
        if self.tables.named.of_sort(point[1]):
            return self._mean(point, rest, body)
        total: Any = self.of.zero
        for cell in self.tables.cells(point[1]):
            value = self._over_cell(point, cell, rest, body)
            total = value if is_zero(total) else total + value
        return total

    def _mean(self, point: Point, rest: Binders, body: Callable[[], Any]) -> Any:
        """The integral over a space of named laws: of means of statistics under them."""
        named, first = self.tables.named, self._variables
        self.at[point] = named.point(point[1], first)
        self._variables += 1
        try:
            value = self.over(rest, body)
        finally:
            self._variables = first

        def mean(entry: Any) -> Any:
            parts = (named.log_density, named.mean, named.is_within)
            return integral_of_statistics(entry, first, self.of, *parts)

        return value.each(mean) if isinstance(value, Grid) else mean(value)

    def _over_cell(self, point: Point, cell: Cell, rest: Binders, body: Callable[[], Any]) -> Any:
        first = self._variables
        coordinates = self._coordinates_in(first, cell)
        self.at[point] = coordinates
        self._variables += len(cell)
        try:
            value = self.over(rest, body)
        finally:
            self._variables = first
        if isinstance(value, Grid):
            return value.each(lambda entry: integral(entry, coordinates, self.of))
        return integral(value, coordinates, self.of)

    def _coordinates_in(self, first: int, cell: Cell) -> tuple[Coordinate, ...]:
        """The same objects each time, as densities are remembered by the identity of points."""
        if (first, cell) not in self._coordinates:
            self._coordinates[first, cell] = tuple(
                Coordinate(first + i, low, high, self.of) for i, (low, high) in enumerate(cell)
            )
        return self._coordinates[first, cell]

    # --- leaves ---------------------------------------------------------------------------------

    def _num(self, term: Term) -> Any:
        return self.of.exact(term.label)

    def _const(self, term: Term) -> Any:
        return CONSTANTS[term.label](self.of)

    def _size(self, term: Term) -> Any:
        return self.of.exact(self.model.size(term.label))

    def _sym(self, term: Term) -> Any:
        if term.label not in self.model.numbers:
            raise Unsupported(f"the model gives no value to {term.label}")
        return self.of.exact(self.model.numbers[term.label])

    def _call(self, term: Term) -> Any:
        if term.label not in self.model.functions:
            raise Unsupported(f"the model says nothing of the function {term.label}")
        at = self.value(term.args[0])
        if isinstance(at, Grid):
            raise Unsupported("a function of a matrix")
        total: Any = self.of.zero
        for coefficient in reversed(self.model.functions[term.label]):
            total = total * at + self.of.exact(coefficient)
        return total

    def _special(self, term: Term) -> Any:
        value = self.value(term.args[0])
        if len(term.args) == 2:
            return self.of.multivariate(term.label, value, self.model.size(term.args[1].label))
        if isinstance(value, Grid | Field):
            raise Unsupported(f"{term.label} of a matrix or a function of a bound point")
        if isinstance(value, Expansion):
            return value.special(term.label)
        return self.of.special(term.label, value)

    def _coordinate(self, term: Term) -> Any:
        vector, index = (self.point(point.label) for point in term.args)
        return vector[index]

    def _point(self, term: Term) -> Any:
        value = self.point(term.label)
        if isinstance(value, int):
            raise Unsupported(f"the point {term.label[0]} is not a number")
        if value and isinstance(value[0], tuple):
            return grid(value)
        return grid([[component] for component in value])

    def _delta(self, term: Term) -> Any:
        one, two = (self.point(point.label) for point in term.args)
        if not (isinstance(one, int) and isinstance(two, int)):
            raise Unsupported("a delta of points of a real space")
        return self.of.one if one == two else self.of.zero

    def _value(self, term: Term) -> Any:
        reader = self._readers.get(term.label)
        if reader is None:
            reader = self._readers[term.label] = self._reader(term.label)
        return reader([self.point(p.label) for p in term.args])

    def _reader(self, label: tuple[str, Names, Names]) -> Callable[[list[Any]], Any]:
        """What finds the value of a law at some points, made once for each way to write it."""
        name, targets, givens = label
        law = self.context.law(name)
        names = (*targets, *givens)
        if len(set(names)) != len(names) or not set(law.given) <= set(givens):
            raise Unsupported(f"{name} is used in a way that it is not declared for")
        above = self._marginal_reader(law, names, names)
        if set(givens) == set(law.given):
            return above
        below = self._marginal_reader(law, names, givens)
        return lambda points: self.of.divide(above(points), below(points))

    def _marginal_reader(self, law: Law, names: Names, wanted: Names) -> Callable[[list[Any]], Any]:
        """What finds the marginal of the wanted ones among the points of these names."""
        if self.tables.is_real(law):
            places = [(c, names.index(c)) for c in wanted]
            return lambda points: self.tables.value(law, {c: points[i] for c, i in places})
        kept = tuple(c for c, _ in law.coords if c in wanted)
        table = self.tables.marginal(law, kept)
        project = projection([names.index(c) for c in kept])
        return lambda points: table[project(points)]

    # --- arithmetic -----------------------------------------------------------------------------

    def _add(self, term: Term) -> Any:
        total = self.value(term.args[0])
        for child in term.args[1:]:
            total = total + self.value(child)
        return total

    def _mul(self, term: Term) -> Any:
        """The product; a probability that is zero makes it zero, whatever the others are.

        That is the convention of 0 log 0 = 0.  It is none for numbers and matrices: s (1/s) has no
        value at s = 0, and neither has S S^-1 at a singular S.
        """
        product: Any = None
        trouble: ValueError | None = None
        for child in term.args:
            try:
                value = self.value(child)
            except (Undefined, Imprecise) as error:
                trouble = trouble or error
                continue
            if is_zero(value) and self._is_probability(child):
                return value
            if trouble is None:
                product = value if product is None else product * value
        if trouble is not None:
            raise trouble
        return product

    def _is_probability(self, term: Term) -> bool:
        """Whether the term is a probability, or a product, power or sum of these."""
        match term.head:
            case "value":
                return self.context.law(term.label[0]).sign != "real"
            case "pow" | "sum":
                return self._is_probability(term.args[0])
            case "mul":
                return all(map(self._is_probability, term.args))
        return False

    def _neg(self, term: Term) -> Any:
        return -self.value(term.args[0])

    def _div(self, term: Term) -> Any:
        top, bottom = (self.value(child) for child in term.args)
        if isinstance(bottom, Grid):
            raise Unsupported("division by a matrix")
        if isinstance(top, Grid):
            return top.each(lambda entry: self.of.divide(entry, bottom))
        return self.of.divide(top, bottom)

    def _pow(self, term: Term) -> Any:
        base, exponent = (self.value(child) for child in term.args)
        if isinstance(base, Grid) or isinstance(exponent, Grid):
            raise Unsupported("a power of a matrix")
        if isinstance(base, FUNCTIONS):
            return base.power(exponent)
        if isinstance(exponent, FUNCTIONS):
            return (exponent * self.of.log(base)).exp()
        return self.of.power(base, exponent)

    def _log(self, term: Term) -> Any:
        argument = term.args[0]
        if argument.head == "div":
            return self._log_of_quotient(argument)
        return self.log(self.value(argument))

    def _log_of_quotient(self, quotient: Term) -> Any:
        """The logarithm of a / b, where log(a / 0) = infinity for a > 0."""
        top, bottom = (self.value(child) for child in quotient.args)
        if isinstance(top, Grid) or isinstance(bottom, Grid):
            raise Unsupported("the logarithm of a matrix")
        if is_zero(bottom) and self.of.is_positive(top):
            return self.of.infinity()
        return self.log(self.of.divide(top, bottom))

    def log(self, value: Any) -> Any:
        """The logarithm of a number or of a function of the bound points."""
        if isinstance(value, Grid):
            raise Unsupported("the logarithm of a matrix")
        return value.log() if isinstance(value, FUNCTIONS) else self.of.log(value)

    def _exp(self, term: Term) -> Any:
        value = self.value(term.args[0])
        if isinstance(value, Grid):
            raise Unsupported("the exponential of a matrix")
        return value.exp() if isinstance(value, FUNCTIONS) else self.of.exp(value)

    # --- sums and expectations ------------------------------------------------------------------

    def _sum(self, term: Term) -> Any:
        body = term.args[0]
        return self.over(term.label, lambda: self.value(body))

    def _expect(self, term: Term) -> Any:
        name, binders = term.label
        law, body = self.context.law(name), term.args[0]
        if law.given or tuple(s for _, s in binders) != tuple(s for _, s in law.coords):
            raise Unsupported(f"an expectation under {name}, which is no law of these points")
        pairs = [(c, binder) for (c, _), binder in zip(law.coords, binders, strict=True)]
        normals = self.tables.normals(law)
        found = self._mean_of_polynomial(normals, binders[0], body) if normals else None
        if found is not None:
            return found

        def weighted() -> Any:
            weight = self.tables.value(law, {c: self.at[binder] for c, binder in pairs})
            return weight if is_zero(weight) else weight * self.value(body)

        return self.over(binders, weighted)

    def _mean_of_polynomial(
        self, normals: Sequence[NormalDensity], point: Point, body: Term
    ) -> Any | None:
        """The mean under normal laws by their moments; None for what is no polynomial."""
        (cell,) = self.tables.cells(point[1])
        first = self._variables
        coordinates = self._coordinates_in(first, cell)
        self._variables += len(cell)
        try:
            with self._bound(point):
                self.at[point] = coordinates
                value = self.value(body)
        finally:
            self._variables = first
        variables = [x.index for x in coordinates]
        if not isinstance(value, Grid):
            return mean_of_polynomial(value, variables, normals)
        rows = [[mean_of_polynomial(v, variables, normals) for v in row] for row in value.rows]
        return None if any(entry is None for row in rows for entry in row) else grid(rows)

    # --- matrices -------------------------------------------------------------------------------

    def _matrix(self, term: Term) -> Any:
        return self.tables.matrix(term.label)

    def _identity(self, term: Term) -> Any:
        return grid(identity_rows(self.model.size(term.label), self.of))

    def _entry(self, term: Term) -> Any:
        value = self.value(term.args[0])
        at = [self.point(point.label) for point in term.args[1:]]
        if not isinstance(value, Grid):
            return value
        if not all(isinstance(index, int) for index in at):
            raise Unsupported("an entry at a point of a real space")
        row, column = (*at, 0)[:2]
        return value.rows[row][column]

    def _row(self, term: Term) -> Any:
        value, index = self.value(term.args[0]), self.point(term.args[1].label)
        if not isinstance(value, Grid):
            return value
        if not isinstance(index, int):
            raise Unsupported("a row at a point of a real space")
        return grid([[entry] for entry in value.rows[index]])

    def _transpose(self, term: Term) -> Any:
        value = self.value(term.args[0])
        return value.transposed() if isinstance(value, Grid) else value

    def _numbers(self, term: Term) -> tuple[tuple[Any, ...], ...]:
        rows = square_rows(self.value(term.args[0]))
        if any(isinstance(entry, FUNCTIONS) for row in rows for entry in row):
            if term.head == "inverse" and is_singular(rows):
                raise Undefined("the inverse of a singular matrix")
            raise Unsupported(f"the {term.head} of a matrix that depends on a bound point")
        return rows

    def _inverse(self, term: Term) -> Any:
        return grid(inverse_and_det(self._numbers(term), self.of)[0])

    def _det(self, term: Term) -> Any:
        (matrix,) = term.args
        if matrix.head == "point" and isinstance(self.point(matrix.label)[0], tuple):
            return determinant_factor(self.point(matrix.label)[0][0])
        return determinant(self._numbers(term), self.of)

    def _trace(self, term: Term) -> Any:
        return trace(self.value(term.args[0]))


CONSTANTS: dict[str, Callable[[Arithmetic], Any]] = {
    "pi": lambda of: of.pi(),
    "e": lambda of: of.exp(of.inexact(of.one)),
    "euler": lambda of: of.euler(),
}
HEADS: dict[str, Callable[[Evaluator, Term], Any]] = {
    "special": Evaluator._special,
    "coordinate": Evaluator._coordinate,
    "num": Evaluator._num,
    "const": Evaluator._const,
    "size": Evaluator._size,
    "sym": Evaluator._sym,
    "call": Evaluator._call,
    "point": Evaluator._point,
    "delta": Evaluator._delta,
    "value": Evaluator._value,
    "add": Evaluator._add,
    "mul": Evaluator._mul,
    "neg": Evaluator._neg,
    "div": Evaluator._div,
    "pow": Evaluator._pow,
    "log": Evaluator._log,
    "exp": Evaluator._exp,
    "sum": Evaluator._sum,
    "expect": Evaluator._expect,
    "matrix": Evaluator._matrix,
    "entry": Evaluator._entry,
    "row": Evaluator._row,
    "identity": Evaluator._identity,
    "transpose": Evaluator._transpose,
    "inverse": Evaluator._inverse,
    "det": Evaluator._det,
    "trace": Evaluator._trace,
    **NOTIONS,
}


def enclosure(term: Term, context: Context, model: Model, digits: int = 50) -> Any:
    """A ball (or rows of balls) that holds the value, narrower than ``digits`` digits ask for."""
    trouble = Imprecise(f"no enclosure to {digits} digits")
    for factor in ATTEMPTS:
        with precision(digits * factor + SPARE_DIGITS):
            try:
                value = Evaluator(context, model, Balls()).result(term)
            except Imprecise as error:
                trouble = error
                continue
            balls = [[arb(entry) for entry in row] for row in rows_of(value)]
            if all(is_narrow(ball, digits) for row in balls for ball in row):
                return balls if isinstance(value, Grid) else balls[0][0]
    raise Unsupported(str(trouble))


def is_narrow(ball: Any, digits: int) -> bool:
    """Whether the ball's radius is below 10^-digits, relative to values above 1."""
    if not ball.is_finite():
        return bool(ball > 0 or ball < 0)
    scale = max(1, abs(ball.mid()))
    return bool(ball.rad() <= scale * arb(10) ** -digits)


def approximation(term: Term, context: Context, model: Model, digits: int = 50) -> Any:
    """The value (or rows of values) in mpmath, worked out apart from flint."""
    arithmetic = Floats(digits + SPARE_DIGITS)
    value = Evaluator(context, model, arithmetic).result(term)
    rows = [[arithmetic.inexact(entry) for entry in row] for row in rows_of(value)]
    return rows if isinstance(value, Grid) else rows[0][0]

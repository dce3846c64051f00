"""Values of terms in a model: sums are added up, expectations of normal laws differentiated.

The mean of a polynomial f of a normal vector is ``exp(D) f`` at the mean, with ``D`` half the sum
of ``Sigma_ij d_i d_j`` (the heat semigroup), so no moment formula is used.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from second_opinion.models import Model, determinant, inverse, is_density
from second_opinion.ring import (
    ONE,
    ZERO,
    Element,
    Mono,
    NoOpinion,
    Undefined,
    constant,
    exp,
    generator,
    log,
    power,
)
from symkl.kernel.context import Context, Law
from symkl.kernel.terms import Term

Grid = list[list[Element]]  # rows
Point = tuple[str, str]
MAX_CELLS = 3000


class Evaluation:
    """The value of every term in one model; ``at`` holds an index or a vector for each point."""

    def __init__(self, context: Context, model: Model, at: dict[Point, Any]) -> None:
        self.context = context
        self.model = model
        self.at = dict(at)
        self.steps = 0
        self.marginals: dict[tuple[str, tuple[str, ...]], dict[tuple[int, ...], Fraction]] = {}

    def grid(self, term: Term) -> Grid:
        """The rows of the value; one row of one entry for a number."""
        self.steps += 1
        if self.steps > MAX_CELLS:
            raise NoOpinion("too much to evaluate")
        method = getattr(self, f"of_{term.head}", None)
        if method is None:
            raise NoOpinion(f"no value for {term.head}")
        found = method(term)
        return [[found]] if isinstance(found, Element) else found

    def scalar(self, term: Term) -> Element:
        rows = self.grid(term)
        if len(rows) != 1 or len(rows[0]) != 1:
            raise NoOpinion("expected a number")
        return rows[0][0]

    # --- numbers --------------------------------------------------------------------------------

    def of_num(self, term: Term) -> Element:
        return constant(term.label)

    def of_const(self, term: Term) -> Element:
        return generator(("pi",)) if term.label == "pi" else exp(ONE)

    def of_size(self, term: Term) -> Element:
        return constant(self.size(term.label))

    def size(self, sort: str) -> int:
        return 1 if sort == "1" else self.model.sizes[sort]

    def of_sym(self, term: Term) -> Element:
        return constant(self.model.numbers[term.label])

    def of_call(self, term: Term) -> Element:
        at, found = self.scalar(term.args[0]), ZERO
        for coefficient in reversed(self.model.functions[term.label]):
            found = found * at + constant(coefficient)
        return found

    def of_log(self, term: Term) -> Element:
        inner = term.args[0]
        if self._is_density(inner):
            return self.log_density(inner)
        if inner.head in ("div", "mul") and any(map(self._is_density, inner.walk())):
            parts = [log_of for child in inner.args for log_of in [Term("log", (child,))]]
            found = [self.scalar(part) for part in parts]
            return found[0] + -found[1] if inner.head == "div" else sum(found, start=ZERO)
        return log(self.scalar(inner))

    def _is_density(self, term: Term) -> bool:
        return term.head == "value" and is_density(self.context, self.law_of(term))

    def of_exp(self, term: Term) -> Element:
        return exp(self.scalar(term.args[0]))

    def of_pow(self, term: Term) -> Element:
        base, exponent = map(self.scalar, term.args)
        if exponent.rational is not None:
            return power(base, exponent.rational)
        return exp(exponent * log(base))

    def of_div(self, term: Term) -> Grid:
        bottom = power(self.scalar(term.args[1]), Fraction(-1))
        return [[v * bottom for v in row] for row in self.grid(term.args[0])]

    def of_neg(self, term: Term) -> Grid:
        return [[-v for v in row] for row in self.grid(term.args[0])]

    def of_add(self, term: Term) -> Grid:
        first, *others = map(self.grid, term.args)
        for other in others:
            first = _added(first, other)
        return first

    def of_mul(self, term: Term) -> Grid:
        """Zero where a probability is, whatever the other factors are."""
        found: Grid | None = None
        trouble: Undefined | None = None
        for child in term.args:
            try:
                value = self.grid(child)
            except Undefined as error:
                trouble = trouble or error
                continue
            if self._is_weight(child) and not value[0][0]:
                return value
            if trouble is None:
                found = value if found is None else _multiplied(found, value)
        if trouble is not None:
            raise trouble
        assert found is not None
        return found

    def _is_weight(self, term: Term) -> bool:
        match term.head:
            case "value":
                return self.law_of(term).sign != "real"
            case "sum" | "pow":
                return self._is_weight(term.args[0])
            case "mul":
                return all(map(self._is_weight, term.args))
        return False

    # --- laws -----------------------------------------------------------------------------------

    def law_of(self, term: Term) -> Law:
        return self.context.law(term.label[0])

    def of_value(self, term: Term) -> Element:
        name, targets, givens = term.label
        law = self.law_of(term)
        if is_density(self.context, law) and targets and not givens:
            return generator(("density", name, term.args[0].label))
        coords = (*targets, *givens)
        if len(set(coords)) != len(coords):
            raise NoOpinion("a variable named twice")
        at = dict(zip(coords, (self.at[p.label] for p in term.args), strict=True))
        top = self.probability(law, coords, at)
        if law.given or not givens:
            return constant(top)
        bottom = self.probability(law, givens, at)
        if not bottom:
            raise Undefined("a condition of probability 0")
        return constant(top / bottom)

    def probability(self, law: Law, coords: tuple[str, ...], at: dict[str, int]) -> Fraction:
        kept = tuple(name for name, _ in law.coords if name in coords)
        table = self.marginals.get((law.name, kept))
        if table is None:
            if law.name not in self.model.tables:
                raise NoOpinion(f"no values for {law.name}")
            places = [i for i, (name, _) in enumerate(law.coords) if name in kept]
            table = self.marginals[law.name, kept] = {}
            for cell, weight in self.model.tables[law.name].items():
                key = tuple(cell[i] for i in places)
                table[key] = table.get(key, Fraction(0)) + weight
        return table[tuple(at[name] for name in kept)]

    def log_density(self, value: Term) -> Element:
        law = self.law_of(value)
        mean, covariance = self.normal(law)
        point = self.grid(value.args[0])
        inside = inverse(covariance)
        assert inside is not None
        centred = [row[0] + constant(-m) for row, m in zip(point, mean, strict=True)]
        quad = ZERO
        for i, row in enumerate(inside):
            for j, entry in enumerate(row):
                quad = quad + constant(entry) * centred[i] * centred[j]
        two_pi = constant(len(mean)) * log(constant(2) * generator(("pi",)))
        volume = log(constant(determinant(covariance)))
        return constant(Fraction(-1, 2)) * (two_pi + volume + quad)

    def normal(self, law: Law) -> tuple[list[Fraction], list[list[Fraction]]]:
        if law.name not in self.model.normals:
            raise NoOpinion(f"no density for {law.name}")
        return self.model.normals[law.name]

    # --- sums -----------------------------------------------------------------------------------

    def of_sum(self, term: Term) -> Grid:
        return self.over(term.label, lambda: self.grid(term.args[0]))

    def over(self, binders: tuple[Point, ...], body: Any) -> Grid:
        if not binders:
            return body()
        point, *rest = binders
        missing = object()
        before = self.at.get(point, missing)
        try:
            if self.context.is_real_space(point[1]):
                return self._integral(point, tuple(rest), body)
            found: Grid | None = None
            for index in range(self.size(point[1])):
                self.at[point] = index
                value = self.over(tuple(rest), body)
                found = value if found is None else _added(found, value)
            assert found is not None
            return found
        finally:
            if before is missing:
                self.at.pop(point, None)
            else:
                self.at[point] = before

    def _integral(self, point: Point, rest: tuple[Point, ...], body: Any) -> Grid:
        k = self.size(self.context.sort(point[1]).index)
        self.at[point] = tuple(generator(("x", point, i)) for i in range(k))
        return [[self._mean(point, entry) for entry in row] for row in self.over(rest, body)]

    def _mean(self, point: Point, integrand: Element) -> Element:
        found = ZERO
        for law, polynomial in _by_density(point, integrand).items():
            mean, covariance = self.normal(self.context.law(law))
            found = found + _heat(point, polynomial, mean, covariance)
        return found

    def of_expect(self, term: Term) -> Grid:
        name, binders = term.label
        law = self.context.law(name)
        weight = Term(
            "value",
            tuple(Term("point", (), b) for b in binders),
            (name, tuple(c for c, _ in law.coords), ()),
        )
        return self.over(binders, lambda: self.grid(Term("mul", (weight, term.args[0]))))

    def of_kl(self, term: Term) -> Grid:
        one, two = term.args
        body = Term("mul", (one, Term("log", (Term("div", (one, two)),))))
        return self.over(term.label, lambda: self.grid(body))

    def of_cross_entropy(self, term: Term) -> Grid:
        one, two = term.args
        body = Term("neg", (Term("mul", (one, Term("log", (two,)))),))
        return self.over(term.label, lambda: self.grid(body))

    def of_entropy(self, term: Term) -> Element:
        name, targets, givens, fixed = term.label
        law = self.context.law(name)
        if is_density(self.context, law) and targets and not givens:
            point = ("<entropy>", law.coords[0][1])
            value = Term("value", (Term("point", (), point),), (name, targets, ()))
            return self.scalar(Term("cross_entropy", (value, value), (point,)))
        known = dict(zip(fixed, (self.at[p.label] for p in term.args), strict=True))
        return self._information(
            law, [(-1, targets, (*givens, *fixed))], (*targets, *givens), known
        )

    def of_mutual_information(self, term: Term) -> Element:
        name, one, two, given = term.label
        law = self.context.law(name)
        both = tuple(dict.fromkeys((*one, *two)))
        parts = [(1, both, given), (-1, one, given), (-1, two, given)]
        return self._information(law, parts, (*both, *given), {})

    def _information(self, law: Law, parts: Any, free: Any, known: dict[str, int]) -> Element:
        """The mean of a sum of signed log p(targets | givens), given what is known."""
        if law.given or not law.normalised or law.sign == "real":
            raise NoOpinion(f"no entropies of {law.name}")
        if any(self.context.is_real_space(sort) for _, sort in law.coords):
            raise NoOpinion(f"no joint entropies of the density {law.name}")
        if len(set(free)) != len(free):
            raise NoOpinion("a variable named twice")
        at_known = self.probability(law, tuple(known), known) if known else Fraction(1)
        if not at_known:
            raise Undefined("an entropy given an event of probability 0")
        found = ZERO
        for cell in product(*(range(self.size(law.sort_of(c))) for c in free)):
            at = {**known, **dict(zip(free, cell, strict=True))}
            weight = self.probability(law, (*free, *known), at) / at_known
            for sign, targets, givens in parts if weight else ():
                top = self.probability(law, (*targets, *givens), at)
                bottom = self.probability(law, givens, at) if givens else Fraction(1)
                found = found + constant(sign * weight) * log(constant(top / bottom))
        return found

    def of_delta(self, term: Term) -> Element:
        one, two = (self.at[p.label] for p in term.args)
        return ONE if one == two else ZERO

    # --- matrices -------------------------------------------------------------------------------

    def of_point(self, term: Term) -> Grid:
        value = self.at[term.label]
        if isinstance(value, int):
            raise NoOpinion("a point that is no number")
        return [[v] for v in value]

    def of_matrix(self, term: Term) -> Grid:
        return [[constant(v) for v in row] for row in self.model.matrices[term.label]]

    def of_identity(self, term: Term) -> Grid:
        size = self.size(term.label)
        return [[ONE if i == j else ZERO for j in range(size)] for i in range(size)]

    def of_transpose(self, term: Term) -> Grid:
        return [list(column) for column in zip(*self.grid(term.args[0]), strict=True)]

    def of_trace(self, term: Term) -> Element:
        rows = self.grid(term.args[0])
        return sum((row[i] for i, row in enumerate(rows)), start=ZERO)

    def _rational(self, term: Term) -> list[list[Fraction]]:
        found = [[v.rational for v in row] for row in self.grid(term)]
        if any(v is None for row in found for v in row):
            raise NoOpinion("a matrix that is not rational")
        return [[Fraction(v or 0) for v in row] for row in found]

    def of_inverse(self, term: Term) -> Grid:
        found = inverse(self._rational(term.args[0]))
        if found is None:
            raise Undefined("a singular matrix")
        return [[constant(v) for v in row] for row in found]

    def of_det(self, term: Term) -> Element:
        return constant(determinant(self._rational(term.args[0])))


def _added(one: Grid, two: Grid) -> Grid:
    if (len(one), len(one[0])) != (len(two), len(two[0])):
        raise NoOpinion("shapes that do not fit")
    return [[a + b for a, b in zip(r, s, strict=True)] for r, s in zip(one, two, strict=True)]


def _multiplied(one: Grid, two: Grid) -> Grid:
    for number, other in ((one, two), (two, one)):
        if len(number) == len(number[0]) == 1:
            return [[number[0][0] * v for v in row] for row in other]
    if len(one[0]) != len(two):
        raise NoOpinion("shapes that do not fit")
    columns = list(zip(*two, strict=True))
    return [
        [sum((a * b for a, b in zip(row, c, strict=True)), start=ZERO) for c in columns]
        for row in one
    ]


# --- means of polynomials -------------------------------------------------------------------------

Exponents = tuple[int, ...]
Polynomial = dict[Exponents, Element]


def _by_density(point: Point, integrand: Element) -> dict[str, Polynomial]:
    """For each law, the polynomial in the point that its density is multiplied by."""
    found: dict[str, Polynomial] = {}
    for mono, c in integrand.terms.items():
        law, exponents, rest = "", dict[int, int](), dict[Any, Fraction]()
        for gen, e in mono:
            if gen[0] == "density" and gen[2] == point and e == 1 and not law:
                law = gen[1]
            elif gen[0] == "x" and gen[1] == point and e.denominator == 1 and e > 0:
                exponents[gen[2]] = int(e)
            elif _mentions(gen, point):
                raise NoOpinion("no polynomial times a density")
            else:
                rest[gen] = e
        if not law:
            raise NoOpinion("an integral without a density")
        width = 1 + max(exponents, default=-1)
        key = tuple(exponents.get(i, 0) for i in range(max(width, 8)))
        at = found.setdefault(law, {})
        at[key] = at.get(key, ZERO) + Element({frozenset(rest.items()): c})
    return found


def _mentions(gen: Any, point: Point) -> bool:
    if isinstance(gen, Element):
        return any(_mentions(g, point) for mono in gen.terms for g, _ in mono)
    return isinstance(gen, tuple) and (point in gen or any(_mentions(g, point) for g in gen))


def _heat(
    point: Point, polynomial: Polynomial, mean: list[Fraction], covariance: list[list[Fraction]]
) -> Element:
    found, current, order = ZERO, polynomial, 0
    while current:
        found = found + _at(current, mean)
        order += 1
        following: Polynomial = {}
        for exponents, c in current.items():
            for i in range(len(mean)):
                for j in range(len(mean)):
                    left = list(exponents)
                    scale = Fraction(left[i])
                    left[i] -= 1
                    scale *= left[j]
                    left[j] -= 1
                    if scale and covariance[i][j]:
                        key = tuple(left)
                        value = c * constant(scale * covariance[i][j] / (2 * order))
                        following[key] = following.get(key, ZERO) + value
        current = {key: c for key, c in following.items() if c}
    return found


def _at(polynomial: Polynomial, mean: list[Fraction]) -> Element:
    found = ZERO
    for exponents, c in polynomial.items():
        value = Fraction(1)
        for e, m in zip(exponents, mean, strict=False):
            value *= m**e
        found = found + c * constant(value)
    return found


__all__ = ["Evaluation", "Mono"]

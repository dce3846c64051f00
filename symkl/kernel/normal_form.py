"""From a written term to its polynomial: one method for each head, one law for each definition.

A law that is not allowed leaves its expression as an opaque atom, so a cited reason is checked by
the same code that proves the step.  ``FREE`` laws are ring laws in disguise and need no citation.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context, Law
from symkl.kernel.errors import IllFormed, TooLarge
from symkl.kernel.polynomial import (
    ONE,
    Atom,
    Gen,
    Mono,
    Poly,
    Sum,
    Var,
    add,
    constant,
    gen_poly,
    make_mono,
    mul,
    scale,
)
from symkl.kernel.summation import Summation
from symkl.kernel.terms import Term

FREE = frozenset({"delta", "log_of_one"})
MAX_POWER = 64
MAX_FACTORED = 10**12


class Normaliser(Summation):
    """Normal forms in one context; ``used`` and ``hypotheses`` say what they rest on."""

    def __init__(self, context: Context, laws: frozenset[str] | None = None) -> None:
        super().__init__(context)
        self.allowed = None if laws is None else laws | FREE

    def scalar(self, term: Term) -> Poly:
        """The normal form of a number, or of a 1 x 1 matrix."""
        shape = self.shape(term)
        if shape != (SCALAR_SORT, SCALAR_SORT):
            raise IllFormed(f"expected a number, found a {shape[0]} x {shape[1]} matrix")
        return self.at(term, Var("", SCALAR_SORT), Var("", SCALAR_SORT))

    def difference(self, lhs: Term, rhs: Term) -> Poly:
        """The normal form of lhs - rhs; of a generic entry when both are matrices."""
        rows, columns = self.shape(lhs)
        if self.shape(rhs) != (rows, columns):
            raise IllFormed(f"{rows} x {columns} is compared with {' x '.join(self.shape(rhs))}")
        i, j = Var("<row>", rows), Var("<column>", columns)
        return add(self.at(lhs, i, j), scale(self.at(rhs, i, j), -1))

    # --- shapes ---------------------------------------------------------------------------------

    def shape(self, term: Term) -> tuple[str, str]:
        """Index sorts of rows and columns; ("1", "1") for a number."""
        match term.head:
            case "matrix":
                matrix = self.context.matrix(term.label)
                return matrix.rows, matrix.columns
            case "identity":
                return term.label, term.label
            case "point" if self.context.is_real_space(term.label[1]):
                return self.context.sort(term.label[1]).index, SCALAR_SORT
            case "transpose":
                rows, columns = self.shape(term.args[0])
                return columns, rows
            case "inverse":
                return self._square(term.args[0])
            case "add":
                return self._same(term)
            case "mul":
                return self._chained(term)
            case "neg" | "expect" | "sum":
                return self.shape(term.args[-1])
            case "div":
                return self.shape(term.args[0])
        return SCALAR_SORT, SCALAR_SORT

    def _square(self, term: Term) -> tuple[str, str]:
        rows, columns = self.shape(term)
        if rows != columns:
            raise IllFormed(f"expected a square matrix, found {rows} x {columns}")
        return rows, columns

    def _same(self, term: Term) -> tuple[str, str]:
        shapes = {self.shape(child) for child in term.args}
        if len(shapes) != 1:
            found = ", ".join(sorted(f"{r} x {c}" for r, c in shapes))
            raise IllFormed(f"the terms of a sum differ in shape: {found}")
        return shapes.pop()

    def _chained(self, term: Term) -> tuple[str, str]:
        shape = SCALAR_SORT, SCALAR_SORT
        for child in term.args:
            other = self.shape(child)
            if shape == (SCALAR_SORT, SCALAR_SORT) or other == (SCALAR_SORT, SCALAR_SORT):
                shape = other if shape == (SCALAR_SORT, SCALAR_SORT) else shape
            elif shape[1] != other[0]:
                raise IllFormed(f"{' x '.join(shape)} cannot be multiplied by {' x '.join(other)}")
            else:
                shape = shape[0], other[1]
        return shape

    # --- entries --------------------------------------------------------------------------------

    def at(self, term: Term, i: Var, j: Var) -> Poly:
        """The normal form of one entry; of the number itself for numbers."""
        method = HEADS.get(term.head)
        if method is None:
            raise IllFormed(f"unknown head {term.head!r}")
        return method(self, term, i, j)

    def _num(self, term: Term, i: Var, j: Var) -> Poly:
        return constant(term.label)

    def _const(self, term: Term, i: Var, j: Var) -> Poly:
        if term.label == "e":
            return self.exp(ONE)
        return gen_poly(Atom("const", (term.label,), ()))

    def _size(self, term: Term, i: Var, j: Var) -> Poly:
        return self.size(term.label)

    def _sym(self, term: Term, i: Var, j: Var) -> Poly:
        return gen_poly(Atom("sym", (self.context.number(term.label).name,), ()))

    def _point(self, term: Term, i: Var, j: Var) -> Poly:
        var = Var(*term.label)
        if not self.context.is_real_space(var.sort):
            raise IllFormed(f"the point {var.name} of {var.sort} is not a number")
        indices = () if i.sort == SCALAR_SORT else (i,)
        return gen_poly(Atom("component", (), (var, *indices)))

    def _add(self, term: Term, i: Var, j: Var) -> Poly:
        self._same(term)
        return add(*(self.at(child, i, j) for child in term.args))

    def _neg(self, term: Term, i: Var, j: Var) -> Poly:
        return scale(self.at(term.args[0], i, j), -1)

    def _mul(self, term: Term, i: Var, j: Var) -> Poly:
        self._chained(term)
        factor, product, row = ONE, None, i
        matrices = [c for c in term.args if self.shape(c) != (SCALAR_SORT, SCALAR_SORT)]
        for child in term.args:
            if self.shape(child) == (SCALAR_SORT, SCALAR_SORT):
                factor = mul(factor, self.scalar(child))
        inner: list[Var] = []
        for place, child in enumerate(matrices):
            last = place == len(matrices) - 1
            column = j if last else self.fresh(self.shape(child)[1])
            entry = self.at(child, row, column)
            product = entry if product is None else mul(product, entry)
            if not last:
                inner.append(column)
            row = column
        for var in inner:
            product = self.over(var, product if product is not None else ONE)
        return factor if product is None else mul(factor, product)

    def _div(self, term: Term, i: Var, j: Var) -> Poly:
        return mul(self.at(term.args[0], i, j), self.power(self.scalar(term.args[1]), Fraction(-1)))

    def _pow(self, term: Term, i: Var, j: Var) -> Poly:
        base, exponent = self.scalar(term.args[0]), self.scalar(term.args[1])
        if all(not mono for mono, _ in exponent.terms):
            return self.power(base, exponent.terms[0][1] if exponent.terms else Fraction(0))
        return self.exp(mul(exponent, self.log(base)))

    def _log(self, term: Term, i: Var, j: Var) -> Poly:
        return self.log(self.scalar(term.args[0]))

    def _exp(self, term: Term, i: Var, j: Var) -> Poly:
        return self.exp(self.scalar(term.args[0]))

    def _sum(self, term: Term, i: Var, j: Var) -> Poly:
        return self._bound(term.label, term.args[0], i, j)

    def _bound(self, binders: terms.Binders, body: Term, i: Var, j: Var) -> Poly:
        """Bound points get fresh names first, so that no free point of the same name is caught."""
        fresh = [self.fresh(sort) for _, sort in binders]
        names = {(name, sort): new.name for (name, sort), new in zip(binders, fresh, strict=True)}
        poly = self.at(terms.substitute(body, names), i, j)
        for var in fresh:
            poly = self.over(var, poly)
        return poly

    def _expect(self, term: Term, i: Var, j: Var) -> Poly:
        law_name, binders = term.label
        law = self.context.law(law_name)
        coords = tuple(name for name, _ in law.coords)
        points = tuple(Term("point", (), binder) for binder in binders)
        if tuple(sort for _, sort in binders) != tuple(sort for _, sort in law.coords):
            raise IllFormed(f"the expectation binds points that {law_name} is not a law of")
        density = Term("value", points, (law_name, coords, ()))
        return self._bound(binders, terms.mul(density, term.args[0]), i, j)

    # --- probability ----------------------------------------------------------------------------

    def _value(self, term: Term, i: Var, j: Var) -> Poly:
        name, targets, givens = term.label
        law = self.context.law(name)
        points = [
            self._point_of(law, c, p) for c, p in zip((*targets, *givens), term.args, strict=True)
        ]
        if law.given:
            whole = {c for c, _ in law.coords} - set(law.given)
            if set(givens) != set(law.given) or not set(targets) <= whole:
                raise IllFormed(f"{name} is declared given {', '.join(law.given)}")
            return self._probability(law, targets, points[: len(targets)], points[len(targets) :])
        joint = self._probability(law, (*targets, *givens), points, [])
        if not givens:
            return joint
        if not self.allow("conditional"):
            args = tuple(points)
            return gen_poly(Atom("conditional", (name, *targets, "|", *givens), args))
        below = self._probability(law, givens, points[len(targets) :], [])
        return mul(joint, self.power(below, Fraction(-1)))

    def _point_of(self, law: Law, coord: str, point: Term) -> Var:
        if point.head != "point" or point.label[1] != law.sort_of(coord):
            raise IllFormed(f"{law.name} takes a point of {law.sort_of(coord)} for {coord}")
        return Var(*point.label)

    def _probability(
        self, law: Law, targets: tuple[str, ...], at: list[Var], given: list[Var]
    ) -> Poly:
        if len(set(targets)) != len(targets):
            raise IllFormed(f"{law.name} names a random variable twice")
        order = [c for c, _ in law.coords if c in targets]
        points = [at[targets.index(c)] for c in order]
        return gen_poly(Atom("value", (law.name, *order), (*points, *given)))

    def _delta(self, term: Term, i: Var, j: Var) -> Poly:
        one, two = (Var(*point.label) for point in term.args)
        if one.sort != two.sort:
            raise IllFormed(f"points of {one.sort} and {two.sort} are compared")
        return self.delta(one, two)

    def _defined(self, term: Term, i: Var, j: Var) -> Poly:
        if self.allow(f"definition_{term.head}"):
            return self.scalar(DEFINITIONS[term.head](self.context, term))
        return self._opaque(term)

    def _opaque(self, term: Term) -> Poly:
        """The defined notion as an atom of its own, its bound points numbered."""
        binders = terms.binders_of(term)
        depth = _nesting(term)  # names differ by depth, so that none captures another
        names = {binder: f"%{depth}.{index}" for index, binder in enumerate(binders)}
        args = tuple(
            Var(*child.label)
            if child.head == "point"
            else self.scalar(terms.substitute(child, names))
            for child in term.args
        )
        label = [sort for _, sort in binders] if binders else [repr(term.label)]
        return gen_poly(Atom(term.head, tuple(label), args))

    # --- matrices -------------------------------------------------------------------------------

    def _matrix(self, term: Term, i: Var, j: Var) -> Poly:
        return self.entry(term.label, _indices(i, j))

    def _identity(self, term: Term, i: Var, j: Var) -> Poly:
        return self.delta(i, j)

    def _transpose(self, term: Term, i: Var, j: Var) -> Poly:
        return self.at(term.args[0], j, i)

    def _matrix_inverse(self, term: Term, i: Var, j: Var) -> Poly:
        matrix = term.args[0]
        self._square(matrix)
        match matrix.head:
            case "matrix":
                declared = self.context.matrix(matrix.label)
                if not (declared.invertible or declared.positive_definite):
                    raise IllFormed(f"{matrix.label} is not declared invertible")
                return self.entry(matrix.label, _indices(i, j), kind="inverse")
            case "identity":
                return self.delta(i, j)
            case "transpose":
                return self.at(Term("inverse", matrix.args), j, i)
            case "inverse":
                return self.at(matrix.args[0], i, j)
        raise IllFormed("the inverse of this expression is outside the fragment")

    def _trace(self, term: Term, i: Var, j: Var) -> Poly:
        rows, _ = self._square(term.args[0])
        index = self.fresh(rows)
        return self.over(index, self.at(term.args[0], index, index))

    def _det(self, term: Term, i: Var, j: Var) -> Poly:
        matrix = term.args[0]
        self._square(matrix)
        match matrix.head:
            case "matrix":
                return gen_poly(Atom("det", (matrix.label,), ()))
            case "identity":
                return ONE
            case "transpose":
                return self._det(matrix, i, j)
            case "inverse":
                return self.power(self._det(matrix, i, j), Fraction(-1))
            case "mul" if all(self._square(c) != (SCALAR_SORT, SCALAR_SORT) for c in matrix.args):
                product = ONE
                for factor in matrix.args:
                    product = mul(product, self._det(Term("det", (factor,)), i, j))
                return product
        raise IllFormed("the determinant of this expression is outside the fragment")

    # --- logarithms, exponentials, powers -------------------------------------------------------

    def is_positive(self, gen: Gen) -> bool:
        """Whether the generator is positive under the declared hypotheses (which it records)."""
        if isinstance(gen, Sum):
            return all(self.is_positive(factor) for factor, _ in gen.factors)
        known = POSITIVE.get(gen.kind)
        return known is not None and known(self, gen)

    def log(self, poly: Poly) -> Poly:
        """log(a b / c) = log a + log b - log c for positive factors; log exp t = t."""
        if poly == ONE:
            return constant(0)
        if len(poly.terms) == 1 and poly.terms[0][1] > 0:
            mono, coefficient = poly.terms[0]
            simple = coefficient == 1 and len(mono) == 1 and mono[0][1] == 1
            if all(self.is_positive(gen) for gen, _ in mono):
                if simple:
                    return self._log_of(mono[0][0])
                if self.allow("log_of_product"):
                    parts = [scale(self._log_of(gen), e) for gen, e in mono]
                    return add(self._log_of_number(coefficient), *parts)
        if not poly.terms or (len(poly.terms) == 1 and not poly.terms[0][0]):
            raise IllFormed("the logarithm of a number that is not positive")
        if not all(c > 0 and all(self.is_positive(g) for g, _ in m) for m, c in poly.terms):
            self.hypotheses.add("the argument of every logarithm is positive")
        return gen_poly(Atom("log", (), (poly,)))

    def _log_of(self, gen: Gen) -> Poly:
        match gen:
            case Atom("exp", _, (Poly() as inner,)):
                return inner
            case Atom("value", (name, *_), (Var() as point,)) if self.context.law(name).normal:
                if self.allow("definition_density"):
                    return self._log_density(name, point)
            case Atom("num", (digits,), _):
                return gen_poly(Atom("log", (), (constant(int(digits)),)))
        return gen_poly(Atom("log", (), (gen_poly(gen),)))

    def _log_density(self, name: str, point: Var) -> Poly:
        """-k/2 log 2 pi - 1/2 log |Sigma| - 1/2 (x - mu)^T Sigma^-1 (x - mu)."""
        mean, covariance = self.context.law(name).normal or ("", "")
        cov = Term("matrix", (), covariance)
        centred = terms.sub(Term("point", (), tuple(point)), Term("matrix", (), mean))
        quad = terms.mul(Term("transpose", (centred,)), Term("inverse", (cov,)), centred)
        two_pi = terms.mul(terms.num(2), Term("const", (), "pi"))
        dim = Term("size", (), self.context.sort(point.sort).index)
        norm = terms.add(terms.mul(dim, terms.log(two_pi)), terms.log(Term("det", (cov,))), quad)
        return scale(self.scalar(norm), Fraction(-1, 2))

    def _log_of_number(self, value: Fraction) -> Poly:
        primes = [(p, e) for p, e in _factored(value.numerator)]
        primes += [(p, -e) for p, e in _factored(value.denominator)]
        return add(*(scale(gen_poly(Atom("log", (), (constant(p),))), e) for p, e in primes))

    def exp(self, poly: Poly) -> Poly:
        """exp(r log a + t) = a^r exp t."""
        rest: dict[Mono, Fraction] = {}
        result = ONE
        for mono, c in poly.terms:
            match mono:
                case ((Atom("log", _, (Poly() as inner,)), power),) if power == 1:
                    result = mul(result, self.power(inner, c))
                case _:
                    rest[mono] = c
        if rest:
            inner = add(*(Poly(((m, c),)) for m, c in rest.items()))
            result = mul(result, gen_poly(Atom("exp", (), (inner,))))
        return result

    def power(self, base: Poly, exponent: Fraction) -> Poly:
        """Base ** exponent for a rational exponent."""
        if exponent.denominator == 1 and exponent >= 0:
            if exponent > MAX_POWER:
                raise TooLarge(f"a power with exponent {exponent}")
            result = ONE
            for _ in range(int(exponent)):
                result = mul(result, base)
            return result
        if not base.terms:
            raise IllFormed("division by zero")
        if len(base.terms) == 1:
            return self._mono_power(*base.terms[0], exponent)
        leading = _content(base)
        if exponent.denominator == 1 and sum(c for _, c in base.terms) < 0:
            leading = -leading
        core = Atom("base", (), (scale(base, 1 / leading),))
        if not all(c > 0 and all(self.is_positive(g) for g, _ in m) for m, c in base.terms):
            self.hypotheses.add("no divisor is zero")
        return mul(self.power(constant(leading), exponent), gen_poly(core, exponent))

    def _mono_power(self, mono: Mono, coefficient: Fraction, exponent: Fraction) -> Poly:
        whole = exponent.denominator == 1
        for gen, _ in mono:
            if not self.is_positive(gen):
                if not whole:
                    return gen_poly(Atom("base", (), (Poly(((mono, coefficient),)),)), exponent)
                self._nonzero(gen)
        factors, extra = make_mono({gen: e * exponent for gen, e in mono})
        number = (
            constant(coefficient ** int(exponent)) if whole else self._root(coefficient, exponent)
        )
        return mul(number, Poly(((factors, extra),)))

    def _nonzero(self, gen: Gen) -> None:
        if isinstance(gen, Atom) and gen.kind == "value":
            raise IllFormed(f"division by {gen.label[0]}, which may be zero")
        self.hypotheses.add("no divisor is zero")

    def _root(self, value: Fraction, exponent: Fraction) -> Poly:
        if value <= 0:
            raise IllFormed("a root of a number that is not positive")
        parts = [(p, e) for p, e in _factored(value.numerator)]
        parts += [(p, -e) for p, e in _factored(value.denominator)]
        mono, coefficient = make_mono({Atom("num", (str(p),), ()): e * exponent for p, e in parts})
        return Poly(((mono, coefficient),))


def _indices(i: Var, j: Var) -> tuple[Var, ...]:
    return tuple(index for index in (i, j) if index.sort != SCALAR_SORT)


def _nesting(term: Term) -> int:
    """How many binding heads stand inside each other."""
    below = max(map(_nesting, term.args), default=0)
    return below + bool(terms.binders_of(term))


def _content(poly: Poly) -> Fraction:
    """The greatest common divisor of the coefficients; it does not depend on any name."""
    top = gcd(*(c.numerator for _, c in poly.terms))
    return Fraction(top, lcm(*(c.denominator for _, c in poly.terms)))


def _factored(value: int) -> list[tuple[int, int]]:
    """The prime factors of a positive number, by trial division; raises TooLarge for large ones."""
    if value > MAX_FACTORED:
        raise TooLarge(f"the logarithm of a number of {len(str(value))} digits")
    found, prime = [], 2
    while prime * prime <= value:
        exponent = 0
        while value % prime == 0:
            value, exponent = value // prime, exponent + 1
        found += [(prime, exponent)] if exponent else []
        prime += 1
    return found + ([(value, 1)] if value > 1 else [])


# --- definitions: the built-in notions, as terms ---------------------------------------------------


def _kl(context: Context, term: Term) -> Term:
    first, second = term.args
    return terms.total(term.label, terms.mul(first, terms.log(terms.div(first, second))))


def _cross_entropy(context: Context, term: Term) -> Term:
    first, second = term.args
    return terms.neg(terms.total(term.label, terms.mul(first, terms.log(second))))


def _entropy(context: Context, term: Term) -> Term:
    """H(T | G, F = f) = -sum over t, g of p(t, g | f) log p(t | g, f)."""
    name, targets, givens, fixed = term.label
    at = dict(zip(fixed, term.args, strict=True))
    binders = _binders(context.law(name), (*targets, *givens), at)
    points = {
        **at,
        **{c: Term("point", (), b) for c, b in zip((*targets, *givens), binders, strict=True)},
    }
    weight = _law_value(name, (*targets, *givens), fixed, points)
    inner = _law_value(name, targets, (*givens, *fixed), points)
    return terms.neg(terms.total(binders, terms.mul(weight, terms.log(inner))))


def _mutual_information(context: Context, term: Term) -> Term:
    """I(A;B|C) = sum p(a,b,c) log p(a,b|c) / (p(a|c) p(b|c))."""
    name, one, two, given = term.label
    coords = tuple(dict.fromkeys((*one, *two, *given)))
    binders = _binders(context.law(name), coords, {})
    points = {c: Term("point", (), b) for c, b in zip(coords, binders, strict=True)}
    both = tuple(dict.fromkeys((*one, *two)))
    ratio = terms.div(
        _law_value(name, both, given, points),
        terms.mul(_law_value(name, one, given, points), _law_value(name, two, given, points)),
    )
    return terms.total(binders, terms.mul(_law_value(name, coords, (), points), terms.log(ratio)))


def _law_value(
    name: str, targets: tuple[str, ...], givens: tuple[str, ...], points: dict[str, Term]
) -> Term:
    return Term("value", tuple(points[c] for c in (*targets, *givens)), (name, targets, givens))


def _binders(law: Law, coords: tuple[str, ...], fixed: dict[str, Term]) -> terms.Binders:
    taken = {point.label[0] for point in fixed.values()}
    names = [f"{c}'" for c in coords]
    return tuple(
        (name + "'" * sum(name == t for t in taken), law.sort_of(c))
        for name, c in zip(names, coords, strict=True)
    )


DEFINITIONS: dict[str, Callable[[Context, Term], Term]] = {
    "kl": _kl,
    "cross_entropy": _cross_entropy,
    "entropy": _entropy,
    "mutual_information": _mutual_information,
}


def _value_positive(normaliser: Normaliser, gen: Atom) -> bool:
    law = normaliser.context.law(gen.label[0])
    if law.sign == "positive":
        normaliser.hypotheses.add(f"{law.name} > 0 everywhere")
    return law.sign == "positive"


def _det_positive(normaliser: Normaliser, gen: Atom) -> bool:
    if not normaliser.context.matrix(gen.label[0]).positive_definite:
        return False
    normaliser.hypotheses.add(f"{gen.label[0]} positive definite")
    return True


def _number_positive(normaliser: Normaliser, gen: Atom) -> bool:
    if normaliser.context.number(gen.label[0]).sign != "positive":
        return False
    normaliser.hypotheses.add(f"{gen.label[0]} > 0")
    return True


def _base_positive(normaliser: Normaliser, gen: Atom) -> bool:
    inner = gen.args[0]
    return isinstance(inner, Poly) and all(
        c > 0 and all(normaliser.is_positive(g) for g, _ in mono) for mono, c in inner.terms
    )


def _always(normaliser: Normaliser, gen: Atom) -> bool:
    return True


POSITIVE: dict[str, Callable[[Normaliser, Atom], bool]] = {
    "value": _value_positive,
    "conditional": _value_positive,
    "det": _det_positive,
    "sym": _number_positive,
    "base": _base_positive,
    "size": _always,
    "const": _always,
    "num": _always,
    "exp": _always,
}

HEADS: dict[str, Callable[[Normaliser, Term, Var, Var], Poly]] = {
    "num": Normaliser._num,
    "const": Normaliser._const,
    "size": Normaliser._size,
    "sym": Normaliser._sym,
    "point": Normaliser._point,
    "add": Normaliser._add,
    "neg": Normaliser._neg,
    "mul": Normaliser._mul,
    "div": Normaliser._div,
    "pow": Normaliser._pow,
    "log": Normaliser._log,
    "exp": Normaliser._exp,
    "sum": Normaliser._sum,
    "expect": Normaliser._expect,
    "value": Normaliser._value,
    "delta": Normaliser._delta,
    "kl": Normaliser._defined,
    "cross_entropy": Normaliser._defined,
    "entropy": Normaliser._defined,
    "mutual_information": Normaliser._defined,
    "matrix": Normaliser._matrix,
    "identity": Normaliser._identity,
    "transpose": Normaliser._transpose,
    "inverse": Normaliser._matrix_inverse,
    "trace": Normaliser._trace,
    "det": Normaliser._det,
}

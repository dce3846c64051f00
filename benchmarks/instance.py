"""A claim at fixed sizes as SymPy expressions: n points in a space, k components in a vector.

SymPy is helped where its own means would never end: logarithms of normal densities are written
out, and expectations of polynomials under them are worked out by exact moments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import sympy as sp

from benchmarks.tables import Normal, Sizes, Tables, determinant
from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law
from symkl.kernel.definitions import DEFINITIONS
from symkl.kernel.terms import Binders, Term
from symkl.symbolic.arithmetic import ARITHMETIC, NotExpressible

Point = tuple[str, str]
Value = Any  # a SymPy expression, or an immutable matrix of them that is not 1 x 1


def differences(claim: Claim, sizes: Sizes) -> list[sp.Expr]:
    """Left minus right side, for every value of free points of finite spaces and every entry."""
    if claim.given:
        raise NotExpressible("hypotheses of a claim")
    points = sorted(terms.free_points(claim.lhs) | terms.free_points(claim.rhs))
    instance = Instance(claim.context, sizes)
    found: list[sp.Expr] = []
    for chosen in product(*(instance.choices(point) for point in points)):
        instance.at = dict(zip(points, chosen, strict=True))
        lhs, rhs = instance.value(claim.lhs), instance.value(claim.rhs)
        found += list(lhs - rhs) if isinstance(lhs, sp.MatrixBase) else [lhs - rhs]
    return found


def moments(body: sp.Expr, variables: list[sp.Symbol], normal: Normal) -> sp.Expr:
    """The mean of a polynomial of a normal vector: exp(D) body there, D = S_ij d_i d_j / 2."""
    if not body.is_polynomial(*variables):
        raise NotExpressible("the expectation of something that is no polynomial")
    mean, covariance = normal.mean, normal.covariance
    at_mean = dict(zip(variables, mean, strict=True))
    total, term, order = sp.S.Zero, body, 0
    while term != 0:
        total += term.subs(at_mean, simultaneous=True)
        order += 1
        second = (
            covariance[i, j] * sp.diff(term, x, y)
            for i, x in enumerate(variables)
            for j, y in enumerate(variables)
        )
        term = sp.expand(sp.Add(*second) / (2 * order))
    return total


class Instance:
    """Values of terms as SymPy expressions; ``at`` holds the points in scope."""

    def __init__(self, context: Context, sizes: Sizes) -> None:
        self.context = context
        self.tables = Tables(context, sizes)
        self.at: dict[Point, Value] = {}

    def value(self, term: Term) -> Value:
        """The term in SymPy; raises NotExpressible."""
        if term.head in ("kl", "cross_entropy") and self._is_real(term.label):
            return self.value(self._as_expectation(term))
        if term.head in DEFINITIONS:
            return self.value(DEFINITIONS[term.head](self.context, term))
        method = HEADS.get(term.head)
        if method is None:
            raise NotExpressible(f"the head {term.head}")
        return method(self, term)

    # --- points -----------------------------------------------------------------------------------

    def _is_real(self, binders: Binders) -> bool:
        return any(self.context.is_real_space(sort) for _, sort in binders)

    def choices(self, point: Point) -> list[Value]:
        """What the point may be: each index of a finite space, or one vector of symbols."""
        name, sort = point
        if not self.context.is_real_space(sort):
            return list(range(self.tables.size(sort)))
        size = self.tables.size(self.context.sort(sort).index)
        return [sp.ImmutableMatrix([sp.Symbol(f"{name}_{i + 1}", real=True) for i in range(size)])]

    @contextmanager
    def _bound(self, point: Point, value: Value) -> Iterator[None]:
        before = dict(self.at)
        self.at[point] = value
        try:
            yield
        finally:
            self.at = before

    def _point(self, term: Term) -> Value:
        value = self.at[term.label]
        if isinstance(value, int):
            raise NotExpressible("a point of a finite space as a number")
        return _scalar(value)

    # --- sums and expectations --------------------------------------------------------------------

    def _sum(self, term: Term) -> Value:
        if self._is_real(term.label):
            return self.value(self._integral(term))
        return self._over(term.label, lambda: self.value(term.args[0]))

    def _over(self, binders: Binders, body: Callable[[], Value]) -> Value:
        if not binders:
            return body()
        values = []
        for index in self.choices(binders[0]):
            with self._bound(binders[0], index):
                values.append(self._over(binders[1:], body))
        return _added(values)

    def _as_expectation(self, term: Term) -> Term:
        """KL divergence and cross-entropy of densities as means of logarithms."""
        first, second = term.args
        if term.head == "kl":
            body = terms.sub(terms.log(first), terms.log(second))
        else:
            body = terms.neg(terms.log(second))
        return self._integral(terms.total(term.label, terms.mul(first, body)))

    def _integral(self, term: Term) -> Term:
        """An integral of a normal density times something as an expectation."""
        body, binders = term.args[0], term.label
        factors = list(body.args) if body.head == "mul" else [body]
        for place, factor in enumerate(factors):
            at = tuple(point.label for point in factor.args)
            if factor.head == "value" and at == tuple(binders) and not factor.label[2]:
                rest = factors[:place] + factors[place + 1 :]
                inner = terms.mul(*rest) if rest else terms.ONE
                return Term("expect", (inner,), (factor.label[0], binders))
        raise NotExpressible("an integral that is no expectation under a normal density")

    def _expect(self, term: Term) -> Value:
        name, binders = term.label
        law = self.context.law(name)
        if law.normal is None:
            points = tuple(Term("point", (), binder) for binder in binders)
            weight = Term("value", points, (name, tuple(c for c, _ in law.coords), ()))
            return self._sum(Term("sum", (terms.mul(weight, *term.args),), binders))
        vector = self.choices(binders[0])[0]
        with self._bound(binders[0], vector):
            body = self.value(term.args[0])
        normal, variables = self.tables.normal(law), list(vector)
        if isinstance(body, sp.MatrixBase):
            return body.applyfunc(lambda entry: moments(entry, variables, normal))
        return moments(body, variables, normal)

    # --- laws and logarithms ----------------------------------------------------------------------

    def _value(self, term: Term) -> Value:
        name, targets, givens = term.label
        law = self.context.law(name)
        if law.normal is not None:
            return self._density(law, term)
        at = {c: self.at[p.label] for c, p in zip((*targets, *givens), term.args, strict=True)}
        whole = self.tables.probability(law, at)
        if not set(givens) - set(law.given):
            return whole
        return whole / self.tables.probability(law, {c: at[c] for c in givens})

    def _form(self, law: Law, term: Term) -> sp.Expr:
        normal = self.tables.normal(law)
        away = self.at[term.args[0].label] - normal.mean
        return (away.T * normal.precision * away)[0, 0]

    def _density(self, law: Law, term: Term) -> sp.Expr:
        normal = self.tables.normal(law)
        scale = (2 * sp.pi) ** sp.Rational(len(normal.mean), 2) * sp.sqrt(normal.det)
        return sp.exp(-self._form(law, term) / 2) / scale

    def _log(self, term: Term) -> sp.Expr:
        """The logarithm; of a normal density, or a quotient of two, it is written out."""
        inner = term.args[0]
        if inner.head == "div" and all(self._is_normal(part) for part in inner.args):
            return self._log_density(inner.args[0]) - self._log_density(inner.args[1])
        return self._log_density(inner) if self._is_normal(inner) else sp.log(self.value(inner))

    def _is_normal(self, term: Term) -> bool:
        return term.head == "value" and self.context.law(term.label[0]).normal is not None

    def _log_density(self, term: Term) -> sp.Expr:
        law = self.context.law(term.label[0])
        normal = self.tables.normal(law)
        constant = len(normal.mean) * sp.log(2 * sp.pi) + sp.log(normal.det)
        return -(constant + self._form(law, term)) / 2

    # --- matrices ---------------------------------------------------------------------------------

    def _identity(self, term: Term) -> Value:
        return _scalar(sp.ImmutableMatrix.eye(self.tables.size(term.label)))

    def _number(self, term: Term) -> sp.Expr:
        sign = self.context.number(term.label).sign
        return sp.Symbol(term.label, **{sign: True})

    def _delta(self, term: Term) -> sp.Expr:
        one, two = (self.at[point.label] for point in term.args)
        return sp.Integer(one == two)


def _scalar(value: Value) -> Value:
    """The number that a 1 x 1 matrix is."""
    single = isinstance(value, sp.MatrixBase) and value.shape == (1, 1)
    return value[0, 0] if single else value


def _added(values: list[Value]) -> Value:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _multiplied(values: list[Value]) -> Value:
    total = values[0]
    for value in values[1:]:
        total = _scalar(total * value)
    return total


def _of_matrix(change: Callable[[sp.Matrix], Value]) -> Callable[[Instance, Term], Value]:
    """A method of matrices, applied to numbers as to 1 x 1 matrices."""

    def method(instance: Instance, term: Term) -> Value:
        value = instance.value(term.args[0])
        matrix = value if isinstance(value, sp.MatrixBase) else sp.ImmutableMatrix([[value]])
        return _scalar(change(matrix))

    return method


HEADS: dict[str, Callable[[Instance, Term], Value]] = {
    **ARITHMETIC,
    "size": lambda i, t: sp.Integer(i.tables.size(t.label)),
    "sym": Instance._number,
    "point": Instance._point,
    "delta": Instance._delta,
    "value": Instance._value,
    "add": lambda i, t: _added([i.value(a) for a in t.args]),
    "mul": lambda i, t: _multiplied([i.value(a) for a in t.args]),
    "log": Instance._log,
    "sum": Instance._sum,
    "expect": Instance._expect,
    "matrix": lambda i, t: _scalar(i.tables.matrix(t.label)),
    "identity": Instance._identity,
    "transpose": _of_matrix(lambda m: m.T),
    "inverse": _of_matrix(lambda m: m.inv()),
    "trace": _of_matrix(lambda m: m.trace()),
    "det": _of_matrix(determinant),
}

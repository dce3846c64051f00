"""A claim for every size as SymPy can state it: sums with symbolic bounds, matrix symbols.

Pmfs are positive functions; that they sum to 1 cannot be said to SymPy.  Expectations under a
density of symbolic dimension have no counterpart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Context, Law
from symkl.kernel.definitions import DEFINITIONS
from symkl.kernel.terms import Term
from symkl.symbolic.arithmetic import ARITHMETIC, NotExpressible

Value = Any  # a SymPy expression, or a matrix expression that is not 1 x 1


def difference(claim: Claim) -> sp.Expr:
    """Left minus right side; raises NotExpressible."""
    if claim.given:
        raise NotExpressible("hypotheses of a claim")
    general = General(claim.context)
    return general.value(claim.lhs) - general.value(claim.rhs)


class General:
    """Values of terms with symbolic sizes."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def value(self, term: Term) -> Value:
        """The term in SymPy; raises NotExpressible."""
        if term.head in DEFINITIONS:
            return self.value(DEFINITIONS[term.head](self.context, term))
        method = HEADS.get(term.head)
        if method is None:
            raise NotExpressible(f"the head {term.head}")
        return method(self, term)

    def size(self, sort: str) -> sp.Expr:
        """The number of elements of a sort, a positive integer."""
        if sort == SCALAR_SORT:
            return sp.S.One
        size = self.context.sort(sort).size
        return sp.Integer(size) if size.isdigit() else _natural(size)

    def _point(self, term: Term) -> Value:
        name, sort = term.label
        if not self.context.is_real_space(sort):
            return _natural(name)
        return sp.MatrixSymbol(name, self.size(self.context.sort(sort).index), 1)

    def _value(self, term: Term) -> sp.Expr:
        name, targets, givens = term.label
        law = self.context.law(name)
        if law.normal is not None or law.independent:
            raise NotExpressible(f"the law {name}")
        at = {c: self.value(p) for c, p in zip((*targets, *givens), term.args, strict=True)}
        whole = self._marginal(law, at)
        if not set(givens) - set(law.given):
            return whole
        return whole / self._marginal(law, {c: at[c] for c in givens})

    def _marginal(self, law: Law, at: dict[str, sp.Expr]) -> sp.Expr:
        function = sp.Function(law.name, **{law.sign: True})
        summed = {c: sort for c, sort in law.coords if c not in at}
        names = {c: _natural(f"{c}_summed") for c in summed}
        body = function(*(at.get(c, names.get(c)) for c, _ in law.coords))
        limits = [(names[c], 1, self.size(sort)) for c, sort in summed.items()]
        return sp.Sum(body, *limits) if limits else body

    def _sum(self, term: Term) -> sp.Expr:
        if any(self.context.is_real_space(sort) for _, sort in term.label):
            raise NotExpressible("an integral in symbolic dimension")
        limits = [(_natural(name), 1, self.size(sort)) for name, sort in term.label]
        return sp.Sum(self.value(term.args[0]), *limits)

    def _matrix(self, term: Term) -> Value:
        matrix = self.context.matrix(term.label)
        return sp.MatrixSymbol(matrix.name, self.size(matrix.rows), self.size(matrix.columns))


def _natural(name: str) -> sp.Symbol:
    return sp.Symbol(name, integer=True, positive=True)


def _scalar(value: Value) -> Value:
    """The number that a 1 x 1 matrix is, as its trace."""
    single = isinstance(value, sp.MatrixExpr) and value.shape == (1, 1)
    return sp.Trace(value) if single else value


def _combined(join: Callable[[Value, Value], Value]) -> Callable[[General, Term], Value]:
    def method(general: General, term: Term) -> Value:
        total, *others = (general.value(child) for child in term.args)
        for other in others:
            total = join(total, other)
        return _scalar(total)

    return method


def _of_matrix(change: Callable[[Value], Value]) -> Callable[[General, Term], Value]:
    """A method of matrices; a number is a 1 x 1 matrix that it leaves alone."""

    def method(general: General, term: Term) -> Value:
        value = general.value(term.args[0])
        return change(value) if isinstance(value, sp.MatrixExpr) else value

    return method


HEADS: dict[str, Callable[[General, Term], Value]] = {
    **ARITHMETIC,
    "size": lambda g, t: g.size(t.label),
    "sym": lambda g, t: sp.Symbol(t.label, **{g.context.number(t.label).sign: True}),
    "point": General._point,
    "value": General._value,
    "add": _combined(lambda a, b: a + b),
    "mul": _combined(lambda a, b: a * b),
    "div": _combined(lambda a, b: a / b),
    "sum": General._sum,
    "matrix": General._matrix,
    "identity": lambda g, t: sp.Identity(g.size(t.label)),
    "transpose": _of_matrix(lambda m: m.T),
    "inverse": _of_matrix(sp.Inverse),
    "trace": _of_matrix(sp.Trace),
    "det": _of_matrix(sp.Determinant),
}

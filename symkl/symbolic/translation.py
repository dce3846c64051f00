"""Terms as SymPy expressions, with symbols that carry what is declared and nothing more.

What SymPy has no counterpart for (a sum over a space of any size, a divergence, a trace) is a
symbol of its own, one for each normal form of the kernel: what holds for every real number in its
place holds for it.  Such a part must have a value in every model, as the rest must; the conditions
for that are discharged on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symkl.kernel import terms
from symkl.kernel.context import Context
from symkl.kernel.errors import KernelError
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Poly
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term
from symkl.symbolic import expectations
from symkl.symbolic.arithmetic import ARITHMETIC, NotExpressible
from symkl.symbolic.conditions import is_positive, require_defined

ASSUMED = {
    "positive": {"positive": True},
    "nonnegative": {"nonnegative": True},
    "real": {"real": True},
    "unit": {"positive": True},
}


class Translation:
    """Values of the terms of one claim; symbols are made once each."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.normaliser = Normaliser(context)
        self._numbers: dict[str, sp.Expr] = {}
        self._parts: dict[Poly, sp.Expr] = {}
        self._bound: dict[str, sp.Expr] = {}

    def within(self, context: Context, name: str, symbol: sp.Expr) -> Translation:
        """The translation of a context with one more number, which stands for a bound point."""
        inner = Translation(context)
        inner._numbers, inner._parts = self._numbers, self._parts
        inner._bound = {**self._bound, name: symbol}
        return inner

    def value(self, term: Term) -> sp.Expr:
        """The number in SymPy; raises NotExpressible, also where it may have no value."""
        method = HEADS.get(term.head)
        if method is None or not all(self._is_number(child) for child in term.args):
            return self._part(term)
        require_defined(self.normaliser, term)
        return method(self, term)

    def _is_number(self, term: Term) -> bool:
        try:
            return shape(self.context, term) == SCALAR
        except KernelError as error:
            raise NotExpressible(str(error)) from error

    def number(self, term: Term) -> sp.Expr:
        """The symbol of a declared number, or of a bound point."""
        if term.label in self._bound:
            return self._bound[term.label]
        if term.label not in self._numbers:
            assumed = ASSUMED[self.context.number(term.label).sign]
            self._numbers[term.label] = sp.Dummy(term.label, **assumed)
        return self._numbers[term.label]

    def size(self, term: Term) -> sp.Expr:
        """The number of elements: a positive whole number."""
        symbol = self.context.sort(term.label).symbol
        if symbol.isdecimal():
            return sp.Integer(int(symbol))
        poly = self.normaliser.scalar(term)
        if poly not in self._parts:
            self._parts[poly] = sp.Dummy(symbol, integer=True, positive=True)
        return self._parts[poly]

    def _part(self, term: Term) -> sp.Expr:
        """A symbol for the number that a term is, whatever it is made of."""
        if not self._is_number(term):
            raise NotExpressible("a matrix")
        self._require_whole(term)
        try:
            poly = self.normaliser.scalar(term)
        except KernelError as error:
            raise NotExpressible(str(error)) from error
        if not any(mono for mono, _ in poly.terms):
            return sp.Add(*(sp.Rational(c.numerator, c.denominator) for _, c in poly.terms))
        if poly not in self._parts:
            sign = "positive" if is_positive(self.normaliser, term) else "real"
            self._parts[poly] = sp.Dummy(term.head, **ASSUMED[sign])
        return self._parts[poly]

    def _require_whole(self, term: Term) -> None:
        """Raise NotExpressible unless the term is finite sums of what has a value everywhere."""
        for node in term.walk():
            if node.head not in WITHIN_PARTS:
                raise NotExpressible(f"the head {node.head}")
            if node.head == "sym" and node.label in self._bound:
                raise NotExpressible("what depends on a point of a density")
            if any(self.context.is_real_space(sort) for _, sort in _sorts(node)):
                raise NotExpressible("a density, or an integral that is no mean of a family")
            require_defined(self.normaliser, node)


def _sorts(node: Term) -> tuple[tuple[str, str], ...]:
    return (node.label,) if node.head == "point" else terms.binders_of(node)


HEADS: dict[str, Callable[[Any, Term], sp.Expr]] = {
    **ARITHMETIC,
    "sym": Translation.number,
    "size": Translation.size,
    "add": lambda i, t: sp.Add(*map(i.value, t.args)),
    "mul": lambda i, t: sp.Mul(*map(i.value, t.args)),
    "expect": expectations.mean,
}
WITHIN_PARTS = frozenset(
    {
        *ARITHMETIC,
        *("sym", "size", "add", "mul", "call", "point", "sum", "value", "delta"),
        *("kl", "cross_entropy", "entropy", "mutual_information"),
        *("matrix", "identity", "entry", "transpose", "inverse", "trace", "det"),
    }
)

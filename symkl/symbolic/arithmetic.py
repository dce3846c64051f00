"""Heads of terms that mean the same to SymPy: numbers, arithmetic, functions of numbers.

SymPy evaluates what it is given at once, ``x/x`` to 1.  So what these need (divisors that are not
zero, positive arguments) has to be checked of the terms, by ``conditions``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import sympy as sp

from symkl.kernel.terms import Term


class NotExpressible(Exception):
    """The term has no counterpart in SymPy here; the message says what is missing."""


class Translator(Protocol):
    """Whatever gives values to terms."""

    def value(self, term: Term) -> Any:
        """The term in SymPy; raises NotExpressible."""


def _constant(translator: Translator, term: Term) -> sp.Expr:
    return CONSTANTS[term.label]


def _number(translator: Translator, term: Term) -> sp.Expr:
    return sp.Rational(term.label.numerator, term.label.denominator)


def _special(translator: Translator, term: Term) -> sp.Expr:
    function = SPECIAL.get(term.label)
    if function is None:
        raise NotExpressible(f"the function {term.label}")
    return function(translator.value(term.args[0]))


CONSTANTS = {"pi": sp.pi, "e": sp.E, "euler": sp.EulerGamma}
SPECIAL: dict[str, Callable[[sp.Expr], sp.Expr]] = {
    "log_gamma": lambda t: sp.log(sp.gamma(t)),  # of positive numbers
    "digamma": sp.digamma,
    "bessel_i0": lambda t: sp.besseli(0, t),
    "bessel_i1": lambda t: sp.besseli(1, t),
    "abs": sp.Abs,
    "cos": sp.cos,
}
ARITHMETIC: dict[str, Callable[[Any, Term], Any]] = {
    "num": _number,
    "const": _constant,
    "neg": lambda i, t: -i.value(t.args[0]),
    "div": lambda i, t: i.value(t.args[0]) / i.value(t.args[1]),
    "pow": lambda i, t: i.value(t.args[0]) ** i.value(t.args[1]),
    "exp": lambda i, t: sp.exp(i.value(t.args[0])),
    "log": lambda i, t: sp.log(i.value(t.args[0])),
    "special": _special,
}

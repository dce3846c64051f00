"""Whether SymPy makes 0 of an expression, by a fixed list of its operations.

The list has no operation that guesses or samples (``equals``, ``ask``, ``evalf``), none that drops
conditions on demand (``force=True``), and not ``simplify``, which may use any other.  Sums and
integrals are worked out first, and must leave nothing: no case distinction, limit or infinity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sympy as sp

Operation = Callable[[sp.Expr], sp.Expr]
OPEN = (sp.Integral, sp.Sum, sp.Product, sp.Limit, sp.Piecewise, sp.Derivative, sp.Subs)
WITHOUT_VALUE = (sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I)


def _cancelled(expression: sp.Expr) -> sp.Expr:
    return sp.cancel(sp.together(expression))


def _of_exponential(expression: sp.Expr) -> sp.Expr:
    """Minus 1 and the exponential, whose gamma functions cancel; 0 only where a real number is.

    Where a logarithm might not be real, 0 would say nothing but "up to 2 pi i".
    """
    if not all(logarithm.args[0].is_positive for logarithm in expression.atoms(sp.log)):
        return expression
    return _cancelled(sp.gammasimp(sp.powsimp(exponential(expression)))) - 1


def exponential(expression: sp.Expr) -> sp.Expr:
    """The exponential, with powers for the exponentials of multiples of logarithms."""
    return sp.Mul(*map(_power, sp.Add.make_args(sp.expand_mul(expression))))


def _power(addend: sp.Expr) -> sp.Expr:
    factors = sp.Mul.make_args(addend)
    logarithms = [factor for factor in factors if isinstance(factor, sp.log)]
    if len(logarithms) != 1:
        return sp.exp(addend)
    (logarithm,) = logarithms  # of a positive number, or the term would have been refused
    others = [factor for factor in factors if factor is not logarithm]
    return logarithm.args[0] ** sp.Mul(*others)


def _functions_expanded(expression: sp.Expr) -> sp.Expr:
    return sp.expand(sp.expand_func(expression))


def _cosines_expanded(expression: sp.Expr) -> sp.Expr:
    return sp.expand(sp.expand_trig(expression))


def _factored(expression: sp.Expr) -> sp.Expr:
    """With what stands under roots and in logarithms in factors, too."""
    return sp.expand(sp.factor(expression, deep=True))


OPERATIONS: dict[str, Operation] = {
    "expand": sp.expand,
    "cancel": _cancelled,
    "expand_func": _functions_expanded,
    "expand_func, cancel": lambda e: _cancelled(_functions_expanded(e)),
    "exp, gammasimp, cancel": _of_exponential,
    "expand_func, exp, gammasimp, cancel": lambda e: _of_exponential(_functions_expanded(e)),
    "expand_trig": _cosines_expanded,
    "factor": _factored,
    "radsimp": lambda e: sp.expand(sp.radsimp(e)),
}


def vanishing_by(expression: sp.Expr) -> str:
    """The operations that make exactly 0 of a real expression; "" when none does.

    Nothing is said of floating-point numbers: to SymPy ``x**0.0`` is 1.
    """
    means = expression.atoms(sp.Integral, sp.Sum)
    worked = worked_out(expression) if means else expression
    if worked is None or worked.has(sp.Float):
        return ""
    begin = ["doit"] if means else []
    for name, result in _results(worked):
        if result is sp.S.Zero:
            return ", ".join([*begin, name]) if name else ", ".join(begin) or "evaluation"
    return ""


def _results(expression: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    yield "", expression
    for name, operation in OPERATIONS.items():
        yield name, operation(expression)


def worked_out(expression: sp.Expr) -> sp.Expr | None:
    """The expression with its sums and integrals worked out; None where something is left of one.

    The parts are worked out one by one: each must come out closed.
    """
    values = {}
    for part in expression.atoms(sp.Integral, sp.Sum):
        value = part.doit()
        if value.has(*OPEN) or any(value.has(symbol) for symbol in WITHOUT_VALUE):
            return None
        values[part] = value
    return expression.xreplace(values)

"""What SymPy takes for granted, discharged by the kernel from the term as it was written.

``x/x`` is 1 to SymPy before anybody can ask whether x is 0; ``log(x*y)`` is split where it takes x
and y for positive.  Here each node of a written term is held against the declarations: the kernel
must find what the node needs, or the term is refused.  SymPy's own assumptions are not asked.
"""

from __future__ import annotations

from collections.abc import Callable

from symkl.kernel import terms
from symkl.kernel.errors import KernelError
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Term
from symkl.symbolic.arithmetic import NotExpressible

OF_POSITIVE = ("log_gamma", "digamma")
OF_ANY = ("bessel_i0", "bessel_i1", "abs", "cos")


def require_defined(normaliser: Normaliser, term: Term) -> None:
    """Raise NotExpressible unless the head of the term has a value wherever its children do."""
    condition = CONDITIONS.get(term.head)
    if condition is not None:
        condition(normaliser, term)


def is_positive(normaliser: Normaliser, term: Term) -> bool:
    """Whether the kernel finds the number positive under the declarations."""
    try:
        return normaliser.is_positive_poly(normaliser.scalar(term))
    except KernelError:
        return False


def _require_positive(normaliser: Normaliser, term: Term, what: str) -> None:
    if not is_positive(normaliser, term):
        raise NotExpressible(f"{what} that is not known to be positive")


def _require_not_zero(normaliser: Normaliser, term: Term) -> None:
    if not (is_positive(normaliser, term) or is_positive(normaliser, terms.neg(term))):
        raise NotExpressible("a divisor that may be zero")


def _div(normaliser: Normaliser, term: Term) -> None:
    _require_not_zero(normaliser, term.args[1])


def _pow(normaliser: Normaliser, term: Term) -> None:
    base, exponent = term.args
    if exponent.head != "num" or exponent.label.denominator != 1:
        _require_positive(normaliser, base, "the base of a power")
    elif exponent.label <= 0:
        _require_not_zero(normaliser, base)


def _log(normaliser: Normaliser, term: Term) -> None:
    _require_positive(normaliser, term.args[0], "the argument of a logarithm")


def _special(normaliser: Normaliser, term: Term) -> None:
    if term.label in OF_POSITIVE:
        _require_positive(normaliser, term.args[0], "the argument of a gamma function")
    elif term.label not in OF_ANY:
        raise NotExpressible(f"the function {term.label}")


def _divergence(normaliser: Normaliser, term: Term) -> None:
    for law in term.args:
        _require_positive(normaliser, law, "a law within a divergence")


def _of_law(normaliser: Normaliser, term: Term) -> None:
    """Conditional laws and entropies are looked at where nothing vanishes."""
    law = normaliser.context.law(term.label[0])
    if law.sign != "positive":
        raise NotExpressible(f"the law {law.name}, which may vanish")


def _inverse(normaliser: Normaliser, term: Term) -> None:
    (inner,) = term.args
    matrix = normaliser.context.matrix(inner.label) if inner.head == "matrix" else None
    if matrix is None or not (matrix.invertible or matrix.positive_definite):
        raise NotExpressible("the inverse of what is not declared invertible")


CONDITIONS: dict[str, Callable[[Normaliser, Term], None]] = {
    "div": _div,
    "pow": _pow,
    "log": _log,
    "special": _special,
    "kl": _divergence,
    "cross_entropy": _divergence,
    "value": _of_law,
    "entropy": _of_law,
    "mutual_information": _of_law,
    "inverse": _inverse,
}

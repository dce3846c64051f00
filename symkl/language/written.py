"""``Written``: a SymPy expression that is exactly what its author wrote.

SymPy rewrites on construction (``P(x)/P(x)`` becomes 1, terms change places); a ``Written`` wraps a
kernel term instead, and its operators build the next term without looking inside.  Whatever else
SymPy offers (``subs``, ``latex``, mixing with symbols and rational numbers) works on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.expr import AtomicExpr
from sympy.core.sympify import SympifyError

from symkl.kernel import terms
from symkl.kernel.context import Context, Declaration, Number
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term
from symkl.language.printing import latex_of, text_of


class LanguageError(ValueError):
    """An expression was put together from parts that do not fit: says which, and what would."""


class Written(AtomicExpr):
    """A term with the declarations of its names; operators keep what is written.

    Examples:
        >>> from symkl import FiniteSpace, log
        >>> X = FiniteSpace("X"); P = X.pmf("P"); x = X.point("x")
        >>> P(x) / P(x)
        P(x)/P(x)
        >>> X.sum(P(x) * log(P(x) / P(x)), x) - 0
        sum_x P(x) log(P(x)/P(x)) - 0
    """

    _op_priority = 100.0
    is_number = False
    is_symbol = False
    __slots__ = ("_context", "declarations", "term")

    term: Term
    declarations: frozenset[Declaration]
    _context: Context | None

    def __new__(cls, term: Term, declarations: Iterable[Declaration]) -> Written:
        """The expression of this term; raises LanguageError when its shapes do not fit."""
        self: Written = AtomicExpr.__new__(cls)
        self.term = term
        self.declarations = frozenset(declarations)
        self._context = None
        return self

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.term, self.declarations

    def _hashable_content(self) -> tuple[Any, ...]:
        return self.term, self.declarations

    def sort_key(self, order: Any = None) -> Any:
        return (
            self.class_key(),
            (1, (text_of(self.term, self.context),)),
            sympy.S.One.sort_key(),
            sympy.S.One,
        )

    @property
    def context(self) -> Context:
        """The declarations by name; raises LanguageError when two disagree."""
        if self._context is None:
            self._context = context_of(self.declarations)
        return self._context

    @property
    def shape(self) -> tuple[str, str]:
        """Index sorts of rows and columns; ("1", "1") for a number."""
        try:
            return shape(self.context, self.term)
        except IllFormed as error:
            raise LanguageError(str(error)) from error

    @property
    def is_commutative(self) -> bool:
        return self.shape == SCALAR

    @property
    def free_symbols(self) -> set[sympy.Basic]:
        return {
            Written(Term("point", (), point), self.declarations)
            for point in terms.free_points(self.term)
        }

    def _latex(self, printer: Any) -> str:
        return latex_of(self.term, self.context)

    def _sympystr(self, printer: Any) -> str:
        return text_of(self.term, self.context)

    def _sympyrepr(self, printer: Any) -> str:
        return text_of(self.term, self.context)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {latex_of(self.term, self.context)}$"

    def extract_multiplicatively(self, c: Any) -> None:
        """None: SymPy's functions ask for factors, and a written form is not taken apart."""

    def as_coefficient(self, expr: Any) -> None:
        """None, for the same reason."""

    def _subs(self, old: Any, new: Any, **hints: Any) -> Any:
        found, put = written(old), written(new)
        replaced = _replaced(self.term, found.term, put.term)
        if replaced == self.term:
            return self
        return checked(replaced, self.declarations | put.declarations)

    def __neg__(self) -> Written:
        return checked(terms.neg(self.term), self.declarations)

    def __pos__(self) -> Written:
        return self

    def __add__(self, other: Any) -> Written:
        return _sum(self, other)

    def __radd__(self, other: Any) -> Written:
        return _sum(other, self)

    def __sub__(self, other: Any) -> Written:
        return _sum(self, -written(other))

    def __rsub__(self, other: Any) -> Written:
        return _sum(other, -self)

    def __mul__(self, other: Any) -> Written:
        return _product(self, other)

    def __rmul__(self, other: Any) -> Written:
        return _product(other, self)

    def __matmul__(self, other: Any) -> Written:
        return _product(self, other)

    def __truediv__(self, other: Any) -> Written:
        return _quotient(self, other)

    def __rtruediv__(self, other: Any) -> Written:
        return _quotient(other, self)

    def __pow__(self, other: Any, modulo: None = None) -> Written:
        if self.shape != SCALAR and other == -1:
            return self.inv()
        return combined(lambda a, b: terms.power(a, b), self, other)

    def __rpow__(self, other: Any) -> Written:
        return combined(lambda a, b: terms.power(a, b), other, self)

    @property
    def T(self) -> Written:
        """The transpose."""
        return checked(Term("transpose", (self.term,)), self.declarations)

    def inv(self) -> Written:
        """The inverse matrix."""
        return checked(Term("inverse", (self.term,)), self.declarations)


def context_of(declarations: Iterable[Declaration]) -> Context:
    """The declarations by kind and name; raises LanguageError when two disagree."""
    ordered = sorted(declarations, key=lambda entry: (type(entry).__name__, entry.name))
    try:
        return Context.of(ordered)
    except IllFormed as error:
        raise LanguageError(str(error)) from error


def checked(term: Term, declarations: frozenset[Declaration]) -> Written:
    """The expression, refused with LanguageError when its parts do not fit together."""
    expression = Written(term, declarations)
    _ = expression.shape  # raises
    return expression


def combined(build: Callable[..., Term], *parts: Any) -> Written:
    """The expression that ``build`` makes of the terms of the parts."""
    expressions = [written(part) for part in parts]
    declarations = frozenset().union(*(e.declarations for e in expressions))
    return checked(build(*(e.term for e in expressions)), declarations)


def _sum(left: Any, right: Any) -> Written:
    return combined(lambda a, b: Term("add", (*_flat("add", a), b)), left, right)


def _product(left: Any, right: Any) -> Written:
    return combined(lambda a, b: Term("mul", (*_flat("mul", a), b)), left, right)


def _quotient(left: Any, right: Any) -> Written:
    return combined(terms.div, left, right)


def _flat(head: str, term: Term) -> tuple[Term, ...]:
    """``a + b + c`` is one sum of three terms, as it is read."""
    return term.args if term.head == head else (term,)


def _replaced(term: Term, old: Term, new: Term) -> Term:
    """The term with a sub-term replaced; points that are bound on the way stay as they are."""
    if term == old:
        return new
    if old.head == "point" and old.label in terms.binders_of(term):
        return term
    return Term(term.head, tuple(_replaced(c, old, new) for c in term.args), term.label)


# --- from Python and SymPy ------------------------------------------------------------------------


def written(thing: Any) -> Written:
    """The thing as an expression: ours, a Python or SymPy number, a symbol, or their combination.

    Raises LanguageError for floats (they are not exact) and for SymPy heads outside the language.
    """
    if isinstance(thing, Written):
        return thing
    if isinstance(thing, float | sympy.Float):
        raise LanguageError(f"{thing} is a float and not exact; write Rational(1, 2) or x/2")
    if isinstance(thing, Fraction):
        return Written(terms.num(thing), ())
    try:
        expression = sympy.sympify(thing, strict=True)
    except SympifyError as error:
        raise LanguageError(f"expected an expression, found {thing!r}") from error
    return _from_sympy(expression)


def _from_sympy(expression: Any) -> Written:
    if isinstance(expression, sympy.Rational):
        return Written(terms.num(Fraction(int(expression.p), int(expression.q))), ())
    for kind, translate in SYMPY_HEADS.items():
        if isinstance(expression, kind):
            return translate(expression)
    raise LanguageError(f"{type(expression).__name__} of SymPy is outside the language")


def _symbol(symbol: Any) -> Written:
    signs = {"positive": symbol.is_positive, "nonnegative": symbol.is_nonnegative}
    sign: Any = next((name for name, holds in signs.items() if holds), "real")
    return Written(Term("sym", (), symbol.name), [Number(symbol.name, sign)])


def _of_args(build: Callable[..., Term]) -> Callable[[Any], Written]:
    return lambda expression: combined(build, *expression.args)


SYMPY_HEADS: Mapping[type, Callable[[Any], Written]] = {
    sympy.Symbol: _symbol,
    type(sympy.pi): lambda _: Written(Term("const", (), "pi"), ()),
    type(sympy.E): lambda _: Written(Term("const", (), "e"), ()),
    sympy.Add: _of_args(terms.add),
    sympy.Mul: _of_args(terms.mul),
    sympy.Pow: _of_args(terms.power),
    sympy.log: _of_args(terms.log),
    sympy.exp: _of_args(terms.exp),
}

"""Terms: the language that front ends write, models evaluate, reports print, the kernel judges.

A term is a frozen tree: a head, child terms, and a label that carries names.  It is exactly what
the author wrote: nothing is evaluated on construction, so ``P(x)/P(x)`` stays a quotient.

Heads (``scalar`` unless said otherwise; ``binders`` is a tuple of (point name, sort)):

====================  ==========================================================================
``num``               label: a Fraction
``const``             label: ``"pi"``, ``"e"`` or ``"euler"`` (0.577...)
``size``              label: a sort; the number of its elements (|X| of a space, or k)
``sym``               label: name of a declared real number
``call``              label: name of a declared function; one child, a number
``special``           label: name of a function of ``grammar``; one number, or two
``coordinate``        a point of a simplex and one of its finite space: that component
``point``             label: (name, sort); a column vector when the sort is a real space
``add mul``           any number of children; products may mix scalars and matrices, in order
``neg log exp``       one child
``div pow``           two children
``sum``               label: binders; one child (an integral when a sort is a real space)
``expect``            label: (law, binders); one child, scalar or matrix
``value``             label: (law, targets, givens); children: the points, targets first
``delta``             two points of one sort; 1 when they are equal and 0 otherwise
``kl cross_entropy``  label: binders; two children, the pmfs or densities at these points
``entropy``           label: (law, targets, givens, fixed); children: the points of ``fixed``
``mutual_information``  label: (law, group A, group B, group C); I(A;B|C)
``matrix``            label: name of a declared matrix or vector
``identity``          label: a sort; the identity matrix
``entry``             a vector and a point of an index sort, or a matrix and two
``row``               a matrix and a point of its rows; that row as a column vector
``transpose inverse`` one matrix
``trace det``         one square matrix
====================  ==========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symkl.kernel.errors import IllFormed, TooLarge

Label = Any  # a nested tuple of str, int and Fraction: hashable and writable as JSON
Binders = tuple[tuple[str, str], ...]
Span = tuple[int, int]


class _Remembering:
    """Places for what is worked out of a term once; no fields: another process has other hashes."""

    __slots__ = ("_free", "_hash")
    _free: frozenset[tuple[str, str]]
    _hash: int


@dataclass(frozen=True, slots=True, init=False)
class Term(_Remembering):
    """One node of a written expression; equality ignores where it stood in a document."""

    head: str
    args: tuple[Term, ...] = ()
    label: Label = None
    span: Span | None = field(default=None, compare=False)

    def __init__(
        self, head: str, args: tuple[Term, ...] = (), label: Label = None, span: Span | None = None
    ) -> None:
        """Written out as it is called so often: what is generated for it takes twice the time."""
        _SLOTS[0](self, head)
        _SLOTS[1](self, args)
        _SLOTS[2](self, label)
        _SLOTS[3](self, span)

    def __hash__(self) -> int:
        """Worked out once: terms are keys of many tables, and deep."""
        try:
            return self._hash
        except AttributeError:
            found = hash((self.head, self.args, self.label))
            object.__setattr__(self, "_hash", found)
            return found

    def walk(self) -> Iterator[Term]:
        """This term and every term below it, parents first."""
        waiting = [self]
        while waiting:
            term = waiting.pop()
            yield term
            waiting += reversed(term.args)


_SLOTS = tuple(vars(Term)[name].__set__ for name in ("head", "args", "label", "span"))
Given = tuple[Term, str, Term]  # a statement that holds: left side, relation, right side


def num(value: int | Fraction) -> Term:
    """An exact rational number."""
    return Term("num", (), Fraction(value))


ZERO, ONE = num(0), num(1)


def add(*terms: Term) -> Term:
    """The sum of the terms, as written."""
    return terms[0] if len(terms) == 1 else Term("add", terms)


def mul(*terms: Term) -> Term:
    """The product of the terms, in order, as written."""
    return terms[0] if len(terms) == 1 else Term("mul", terms)


def neg(term: Term) -> Term:
    """The term with the opposite sign."""
    return Term("neg", (term,))


def sub(left: Term, right: Term) -> Term:
    """Left - right."""
    return Term("add", (left, neg(right)))


def div(top: Term, bottom: Term) -> Term:
    """The quotient top / bottom."""
    return Term("div", (top, bottom))


def power(base: Term, exponent: Term) -> Term:
    """Base raised to exponent."""
    return Term("pow", (base, exponent))


def log(term: Term) -> Term:
    """The natural logarithm (nats)."""
    return Term("log", (term,))


def exp(term: Term) -> Term:
    """The exponential."""
    return Term("exp", (term,))


def total(binders: Binders, body: Term) -> Term:
    """The sum (or integral) of body over the bound points."""
    return Term("sum", (body,), tuple(binders)) if binders else body


BINDER_OF: dict[str, Callable[[Label], Binders]] = {
    "sum": lambda label: label,
    "kl": lambda label: label,
    "cross_entropy": lambda label: label,
    "expect": lambda label: label[1],
}


def binders_of(term: Term) -> Binders:
    """The points that this head binds in its children."""
    return BINDER_OF[term.head](term.label) if term.head in BINDER_OF else ()


_NO_POINTS: frozenset[tuple[str, str]] = frozenset()


def free_points(term: Term) -> frozenset[tuple[str, str]]:
    """The (name, sort) of every point that occurs free."""
    try:
        return term._free
    except AttributeError:
        found = _free_points(term)
        object.__setattr__(term, "_free", found)
        return found


def _free_points(term: Term) -> frozenset[tuple[str, str]]:
    if term.head == "point":
        return frozenset({term.label})
    if not term.args:
        return _NO_POINTS
    below = _NO_POINTS.union(*map(free_points, term.args))
    binders = binders_of(term)
    return below.difference(binders) if binders else below


def substitute(term: Term, names: dict[tuple[str, str], str]) -> Term:
    """The term with free points renamed; points that it binds itself are left alone."""
    if not names:
        return term
    if term.head == "point":
        return Term("point", (), (names.get(term.label, term.label[0]), term.label[1]))
    inside = {point: new for point, new in names.items() if point not in binders_of(term)}
    return Term(term.head, tuple(substitute(c, inside) for c in term.args), term.label)


RATIONAL = re.compile(r"-?[0-9]+(/[0-9]*[1-9][0-9]*)?")
MAX_DIGITS = 4000  # what Python converts without asking


def rational(text: Any) -> Fraction:
    """The number written as in ``-3/4``; no decimals, whose exponents may be huge."""
    if not isinstance(text, str) or not RATIONAL.fullmatch(text):
        raise IllFormed(f"expected a rational number as in '-3/4', found {text!r}"[:200])
    if len(text) > MAX_DIGITS:
        raise TooLarge(f"a number of {len(text)} digits")
    return Fraction(text)


def to_json(term: Term) -> list[Any]:
    """The term as nested lists, readable back by :func:`from_json`."""
    return [term.head, _label_to_json(term.label), [to_json(child) for child in term.args]]


def from_json(data: Any) -> Term:
    """The term that :func:`to_json` wrote; raises IllFormed on anything else."""
    match data:
        case [str(head), label, list(children)]:
            return Term(head, tuple(from_json(child) for child in children), _label_of(label))
    raise IllFormed(f"expected [head, label, children], found {data!r}"[:200])


def _label_to_json(label: Label) -> Any:
    if label is None or isinstance(label, str):
        return label
    if isinstance(label, tuple):
        return [_label_to_json(item) for item in label]
    return {"q": str(label)}


def _label_of(data: Any) -> Label:
    match data:
        case {"q": str(text)}:
            return rational(text)
        case list():
            return tuple(_label_of(item) for item in data)
        case None | str():
            return data
    raise IllFormed(f"unexpected label {data!r}"[:200])

r"""Derivatives as they are written: ``\nabla_x f``, ``\frac{\partial}{\partial x} f``, ``df/dx``.

The derivative is worked out where that is known how to; the term that is read is the result, of the
shape of what is differentiated by (columns for vectors).
"""

from __future__ import annotations

import re

from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.errors import KernelError
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import Term
from symkl.language.printing import text_of
from symkl.prove.search import prove
from symkl.reading import names
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.differentials import is_differential
from symkl.reading.elaborate import LEAVES, Cursor, Elaborator
from symkl.reading.gradients import NoGradient, depends, gradient
from symkl.reading.layout import Node, Row, span_of

SIGNS = frozenset({"partial", "d"})
NOT_READ = "SK401"


def nabla(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    r"""``\nabla_x f``: the gradient of the product that follows."""
    if node.sub is None or node.sup is not None:
        message = (
            "second derivatives" if node.sup is not None else "a gradient without its variable"
        )
        raise Unreadable(NOT_READ, node.span, f"{message}: not read yet", r"write \nabla_x")
    elaborator.claim(node)
    by = _variable(elaborator, node.sub, node)
    return _derived(elaborator, _following(elaborator, cursor, by), by, node, exact=True)


def is_derivative(node: Node) -> bool:
    r"""Whether a fraction is ``\frac{\partial f}{\partial x}`` or ``\frac{d}{dx}``."""
    top, bottom = map(names.unwrapped, node.parts)
    if not top or len(bottom) < 2 or not _is_sign(top[0]) or not _is_sign(bottom[0]):
        return False
    if top[0].text == "partial":
        return bottom[0].text == "partial"
    whole = len(top) == 1 or top[1].kind in ("name", "func")
    return bottom[0].text == "d" and is_differential(bottom[0], bottom[1]) and whole


def quotient(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """A fraction, or a derivative that is written as one."""
    read = fraction if is_derivative(node) else LEAVES["frac"]
    return read(elaborator, node, cursor)


def fraction(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    r"""``\frac{\partial}{\partial x} f`` and ``\frac{\partial f}{\partial x}``."""
    top, bottom = map(names.unwrapped, node.parts)
    if node.sub is not None or node.sup is not None or top[0].sup is not None:
        raise Unreadable(NOT_READ, node.span, "second derivatives are not read yet")
    below = bottom[1:]
    if any(_is_sign(n) and n.text == bottom[0].text for n in below):
        raise Unreadable(NOT_READ, node.span, "second derivatives are not read yet")
    elaborator.claim(node, top[0], bottom[0])
    by = _variable(elaborator, below, node)
    if len(top) == 1:
        body = _following(elaborator, cursor, by)
    else:
        body = elaborator.inside(top[1:], node.span)
        if any(n.kind == "op" and n.text in ("+", "-") for n in top[2:]):
            raise Unreadable("SK201", node.span, "how far the derivative reaches", "put brackets")
    return _derived(elaborator, body, by, node, exact=False)


def _is_sign(node: Node) -> bool:
    return node.kind == "name" and node.text in SIGNS and node.sub is None


def _variable(elaborator: Elaborator, row: Row, node: Node) -> Term:
    by = elaborator.inside(row, span_of(row, node.span))
    if by.head == "transpose":
        raise Unreadable(NOT_READ, node.span, "a derivative by a row is not read yet")
    return Term(by.head, by.args, by.label)


def _following(elaborator: Elaborator, cursor: Cursor, by: Term) -> Term:
    """The product after the sign; of which factors beside one with the variable are ambiguous."""
    start, at = cursor.end, cursor.at
    body = elaborator.product(cursor)
    if cursor.at == at + 1:
        return body  # one bracket
    defined = _defined(elaborator)
    factors = body.args if body.head == "mul" else (body,)
    for factor in factors[:-1]:
        number = elaborator.shape(factor, start) == SCALAR
        if number and depends(elaborator.context, factor, by, defined):
            message = "does the derivative reach over all of these factors?"
            raise Unreadable("SK201", factor.span or start, message, "put brackets")
    return body


def held_constant(doubt: str) -> frozenset[str]:
    """The numbers that a total derivative took to be constant, by the doubt about them.

    Examples:
        >>> sorted(held_constant("whether a, y depends on the variable"))
        ['a', 'y']
    """
    found = re.fullmatch(r"whether (?P<names>.*) depends on the variable", doubt)
    return frozenset(found.group("names").split(", ")) if found is not None else frozenset()


def _defined(elaborator: Elaborator) -> dict[str, Term]:
    return {name: value.term for name, value in elaborator.scope.worked_out.items()}


def _derived(elaborator: Elaborator, body: Term, by: Term, node: Node, exact: bool) -> Term:
    form = elaborator.shape(by, node.span)
    try:
        found = gradient(elaborator.context, body, by, _defined(elaborator))
    except NoGradient as error:
        raise Unreadable(NOT_READ, node.span, str(error)) from error
    elaborator.shape(found, node.span)
    others = {t.label for t in body.walk() if t.head == "sym"} - {by.label}
    total = node.kind == "frac" and names.unwrapped(node.parts[1])[0].text == "d"
    if total and others:  # they may depend on the variable as well
        elaborator.doubt = f"whether {', '.join(sorted(others))} depends on the variable"
    if SCALAR_SORT not in form:
        _require_symmetric(elaborator, found, by, node)
        if not exact:  # some write the transpose of it
            elaborator.doubt = "a derivative by a matrix"
    shown = text_of(found, elaborator.context)
    message = f"the derivative by {text_of(by, elaborator.context)} is worked out as {shown}"
    elaborator.notes.append(Diagnostic("SK501", node.span, message))
    return found


def _require_symmetric(elaborator: Elaborator, found: Term, by: Term, node: Node) -> None:
    """By a symmetric matrix the gradient is clear where it is symmetric itself."""
    context = elaborator.context
    if by.head != "matrix" or not context.matrix(by.label).symmetric:
        return
    claim = Claim(context, found, "=", Term("transpose", (found,)))
    try:
        clear = prove(claim) is not None
    except KernelError:
        clear = False
    if not clear:
        message = "the derivative by a symmetric matrix is not symmetric: what it is depends"
        raise Unreadable("SK201", node.span, message, "differentiate by a matrix of any kind")

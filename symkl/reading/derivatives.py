r"""Derivatives as they are written: ``\nabla_x f``, ``\frac{\partial}{\partial x} f``, ``df/dx``.

The derivative is worked out where that is known how to; the term that is read is the result, of the
shape of what is differentiated by (columns for vectors).
"""

from __future__ import annotations

import re
from dataclasses import replace

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
from symkl.reading.hessians import hessian
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.roots import rooted

SIGNS = frozenset({"partial", "d"})
NOT_READ = "SK401"


def nabla(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    r"""``\nabla_x f``: the gradient of the product that follows."""
    twice = node.sup is not None and names.text(node.sup) == "2"
    if node.sub is None or (node.sup is not None and not twice):
        message = "this derivative" if node.sup is not None else "a gradient without its variable"
        raise Unreadable(NOT_READ, node.span, f"{message}: not read yet", r"write \nabla_x")
    elaborator.claim(node)
    elaborator.claim_all(node.sup or ())
    by = _variable(elaborator, node.sub, node)
    second = by if twice else _second_nabla(elaborator, cursor)
    body = _following(elaborator, cursor, second or by)
    if second is not None:
        return _derived_twice(elaborator, body, by, second, node)
    return _derived(elaborator, body, by, node, exact=True)


def _second_nabla(elaborator: Elaborator, cursor: Cursor) -> Term | None:
    r"""The x of ``\nabla_x^\top`` behind another gradient."""
    node = cursor.peek()
    if node is None or node.text != "nabla" or node.sub is None or not names.is_transpose(node.sup):
        return None
    elaborator.claim(cursor.take())
    elaborator.claim_all(node.sup or ())
    return _variable(elaborator, node.sub, node)


def is_derivative(node: Node) -> bool:
    r"""Whether a fraction is ``\frac{\partial f}{\partial x}`` or ``\frac{d}{dx}``."""
    top, bottom = map(names.unwrapped, node.parts)
    if not top or len(bottom) < 2 or not _is_sign(top[0]) or not _is_sign(bottom[0]):
        return False
    if top[0].text == "partial":
        return bottom[0].text == "partial"
    whole = len(top) == 1 or top[1].kind in ("name", "func")
    if top[0].sup is not None:  # d^2 f above d x^2
        return len(bottom) == 2 and names.text(top[0].sup) == names.text(bottom[1].sup or ())
    return bottom[0].text == "d" and is_differential(bottom[0], bottom[1]) and whole


def quotient(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """A fraction, or a derivative that is written as one."""
    read = fraction if is_derivative(node) else LEAVES["frac"]
    return read(elaborator, node, cursor)


def fraction(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    r"""``\frac{\partial}{\partial x} f`` and ``\frac{\partial f}{\partial x}``."""
    top, bottom = map(names.unwrapped, node.parts)
    if node.sub is not None or node.sup is not None:
        raise Unreadable(NOT_READ, node.span, "a power of a derivative is not read yet")
    elaborator.claim(node, top[0], bottom[0])
    if top[0].sup is not None:
        return _second(elaborator, node, cursor)
    below = bottom[1:]
    if any(_is_sign(n) and n.text == bottom[0].text for n in below):
        raise Unreadable(NOT_READ, node.span, "the orders above and below the line differ")
    by = _variable(elaborator, below, node)
    return _derived(elaborator, _body(elaborator, node, cursor, by), by, node, exact=False)


def _body(elaborator: Elaborator, node: Node, cursor: Cursor, by: Term) -> Term:
    """What is differentiated: beside the sign above the line, or behind the fraction."""
    top = names.unwrapped(node.parts[0])
    if len(top) == 1:
        return _following(elaborator, cursor, by)
    body = _value(elaborator, top[1:]) or elaborator.inside(top[1:], node.span)
    if any(n.kind == "op" and n.text in ("+", "-") for n in top[2:]):
        raise Unreadable("SK201", node.span, "how far the derivative reaches", "put brackets")
    return body


def _second(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    r"""``\frac{\partial^2 f}{\partial x^2}``, ``\frac{\partial^2 f}{\partial x \partial y}``."""
    top, bottom = map(names.unwrapped, node.parts)
    elaborator.claim_all(top[0].sup or ())
    variables = _variables_below(bottom)
    if names.text(top[0].sup or ()) != "2" or len(variables) != 2:
        raise Unreadable(NOT_READ, node.span, "derivatives of this order are not read yet")
    elaborator.claim_all(bottom)
    first, second = (_variable(elaborator, (variable,), node) for variable in variables)
    body = _body(elaborator, node, cursor, second)
    return _derived_twice(elaborator, body, first, second, node)


def _variables_below(bottom: Row) -> list[Node]:
    r"""Of ``\partial x^2`` x twice, of ``\partial x\,\partial y^\top`` x and y; [] for others."""
    named = [n for n in bottom if not _is_sign(n)]
    bare = [replace(n, sup=None) for n in named]
    if len(bottom) == 2 and len(named) == 1 and names.text(named[0].sup or ()) == "2":
        return bare * 2
    signs = len(bottom) == 4 and _is_sign(bottom[0]) and _is_sign(bottom[2]) and len(named) == 2
    scripts = [n.sup for n in named if n.sup is not None]
    known = not scripts or (named[0].sup is None and names.is_transpose(named[1].sup))
    return bare if signs and known else []


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
    if (value := _value(elaborator, cursor.nodes[at : at + 2])) is not None:
        cursor.take()
        return value
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


def _value(elaborator: Elaborator, row: Row) -> Term | None:
    r"""The ``\ell(\mu, \sigma^2)`` that the text has defined, where ``\ell`` is differentiated."""
    node = row[0] if row and row[0].kind == "name" and row[0].sup is None else None
    if node is None or (len(row) > 1 and row[1].kind != "op"):
        return None
    found = [
        definition
        for key, definition in elaborator.scope.definitions.items()
        if key.startswith(f"{names.key(node)}(")
    ]
    if len(found) != 1:
        return None
    elaborator.claim_all((node,))
    elaborator.used.update(found[0].declarations)
    return found[0].term


def _defined(elaborator: Elaborator) -> dict[str, Term]:
    return {name: value.term for name, value in elaborator.scope.worked_out.items()}


def _derived_twice(
    elaborator: Elaborator, body: Term, first: Term, second: Term, node: Node
) -> Term:
    """The second derivative; a number by numbers, a matrix by vectors."""
    _no_root(elaborator, body, first, node)
    try:
        found = hessian(elaborator.context, body, first, second, _defined(elaborator))
    except NoGradient as error:
        raise Unreadable(NOT_READ, node.span, str(error)) from error
    elaborator.shape(found, node.span)
    _total(elaborator, body, first, node)
    name, shown = (text_of(term, elaborator.context) for term in (first, found))
    message = f"the second derivative by {name} is worked out as {shown}"
    elaborator.notes.append(Diagnostic("SK501", node.span, message))
    return found


def _derived(elaborator: Elaborator, body: Term, by: Term, node: Node, exact: bool) -> Term:
    form = elaborator.shape(by, node.span)
    _no_root(elaborator, body, by, node)
    try:
        found = gradient(elaborator.context, body, by, _defined(elaborator))
    except NoGradient as error:
        raise Unreadable(NOT_READ, node.span, str(error)) from error
    elaborator.shape(found, node.span)
    _total(elaborator, body, by, node)
    if SCALAR_SORT not in form:
        _require_symmetric(elaborator, found, by, node)
        if not exact:  # some write the transpose of it
            elaborator.doubt = "a derivative by a matrix"
    name, shown = (text_of(term, elaborator.context) for term in (by, found))
    message = f"the derivative by {name} is worked out as {shown}"
    elaborator.notes.append(Diagnostic("SK501", node.span, message))
    return found


def _no_root(elaborator: Elaborator, body: Term, by: Term, node: Node) -> None:
    """Refuse to differentiate by a matrix what has a root of it."""
    if (
        by.head == "matrix"
        and by.label in elaborator.scope.roots
        and rooted(elaborator.scope, body)
    ):
        raise Unreadable(
            NOT_READ, node.span, "the derivative of a root of a matrix is not read yet"
        )


def _total(elaborator: Elaborator, body: Term, by: Term, node: Node) -> None:
    """Note that in ``df/dx`` other numbers may depend on x as well."""
    others = {t.label for t in body.walk() if t.head == "sym"} - {by.label}
    if node.kind == "frac" and names.unwrapped(node.parts[1])[0].text == "d" and others:
        elaborator.doubt = f"whether {', '.join(sorted(others))} depends on the variable"


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

"""Expectations, variances and covariances: under which law, and how far they reach."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from symkl.kernel import terms
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import Binders, Term, free_points
from symkl.reading import names
from symkl.reading.arguments import Argument, arguments, divided_at_bar
from symkl.reading.conditional import (
    conditional_expectation,
    conditional_variance,
    is_conditional,
)
from symkl.reading.diagnostics import Unreadable
from symkl.reading.distributions import (
    Distribution,
    Points,
    at_arguments,
    claim_separator,
    distribution,
    law_of,
    product,
)
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.layout import Node, Row, plain, span_of
from symkl.reading.unexpected import of_brackets
from symkl.reading.usage import EXPECTATION_LETTERS


def expectation(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """``E_p[...]``, ``E_{x ~ p}[...]``, ``E[...]`` under the one law there is."""
    elaborator.claim(node)
    following = cursor.peek()
    if following is not None and following.kind == "fence" and is_conditional(following):
        return conditional_expectation(elaborator, node, cursor.take())
    under = _under(elaborator, node, cursor)
    own = under.bound().keys() - elaborator.bound.keys()
    with elaborator.binding(under.bound(), weighted=True):
        body, closing = _mean_of(elaborator, node, cursor, own)
    if node.sub is None and _is_of_another_law(body, under):
        raise Unreadable(
            "SK202", node.span, "under which law this expectation is", r"write \mathbb{E}_{p}[...]"
        )
    if closing.kind != "fence":
        elaborator.unbracketed.append(frozenset(p.label for p in under.points().values()))
    return elaborator.scripted(_mean(elaborator, under, body), closing)


def _is_of_another_law(body: Term, under: Distribution) -> bool:
    r"""Whether nothing varies in the body but estimates: ``E[\hat p_i]`` is a mean over data."""
    varied = {point.label for point in under.points().values()} & free_points(body)
    return not varied and any(part.head == "value" for part in body.walk())


def _mean(elaborator: Elaborator, under: Distribution, body: Term) -> Term:
    """The expectation of the body; a sum or integral where the law is no declared one."""
    points = under.points()
    binders: Binders = tuple(dict.fromkeys(p.label for p in points.values()))
    for _, sort in binders:
        elaborator.used.update(elaborator.scope.declarations_of_sort(sort))
    if under.whole and tuple(s for _, s in binders) == _sorts(elaborator, under.whole):
        law = law_of(elaborator, under.whole)
        order = tuple(points[c].label for c, _ in law.coords)
        return Term("expect", (body,), (law.name, order))
    return terms.total(binders, terms.mul(under.value(points), body))


# --- variances and covariances --------------------------------------------------------------------


def variance(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """``Var(X)`` as E[(X - E X)^2]; ``Cov(X, Y)`` as E[(X - E X)(Y - E Y)]; vectors with ^T."""
    fence = cursor.peek()
    if fence is None or fence.kind != "fence" or node.sup is not None:
        raise Unreadable("SK302", node.span, f"{node.text} needs its argument in brackets")
    if is_conditional(fence):
        return conditional_variance(elaborator, node, cursor.take())
    under = _under(elaborator, node, cursor)
    parts = arguments(cursor.take().parts[0])
    elaborator.claim(fence)
    if not 1 <= len(parts) <= (2 if node.text.lower() == "cov" else 1):
        raise Unreadable("SK302", fence.span, f"these are no arguments of {node.text}")
    centred = [_centred(elaborator, under, part, fence) for part in parts]
    first, second = centred[0], centred[-1]
    if elaborator.shape(first, fence.span) == SCALAR == elaborator.shape(second, fence.span):
        same = len(parts) == 1
        whole = terms.power(first, terms.num(2)) if same else terms.mul(first, second)
    else:
        whole = terms.mul(first, Term("transpose", (second,)))
    return elaborator.scripted(_mean(elaborator, under, whole), fence)


def _centred(elaborator: Elaborator, under: Distribution, part: Argument, fence: Node) -> Term:
    claim_separator(elaborator, part)
    with elaborator.binding(under.bound()):
        body = elaborator.inside(part.row, fence.span)
    return terms.sub(body, _mean(elaborator, under, body))


# --- the law --------------------------------------------------------------------------------------


def _sorts(elaborator: Elaborator, base: str) -> tuple[str, ...]:
    return tuple(sort for _, sort in elaborator.scope.laws[base].coords)


def _mean_of(
    elaborator: Elaborator, node: Node, cursor: Cursor, own: AbstractSet[str]
) -> tuple[Term, Node]:
    """What the mean is of, and what its scripts stand at; ``own`` are names that only it binds."""
    following = cursor.peek()
    if following is not None and _reaches_further(following, cursor, own):
        message = "the expectation is read as that of the whole product"
        elaborator.note(node.span, message)
        return elaborator.product(cursor), Node("note", "", node.span)
    if following is not None and following.kind in ("fence", "group"):
        fence = cursor.take()
        if fence.kind == "fence" and fence.text not in ("[]", "()", "{}"):
            raise Unreadable("SK401", fence.span, "these brackets have no meaning here")
        elaborator.claim(fence)
        elaborator.no_subscript(fence)
        return elaborator.inside(fence.parts[0], fence.span), fence
    body = elaborator.factor(cursor)
    after = cursor.peek()
    another = after is not None and after.kind == "name" and after.text in EXPECTATION_LETTERS
    if after is not None and after.kind not in ("op",) and not another:
        raise Unreadable("SK201", node.span, "how far this expectation reaches", "write E[...]")
    if after is not None and after.text in ("*", "times", "/"):
        raise Unreadable("SK201", node.span, "how far this expectation reaches", "write E[...]")
    return body, Node("note", "", node.span)


def _reaches_further(first: Node, cursor: Cursor, own: AbstractSet[str]) -> bool:
    r"""Whether ``E(x - a)(x - a)^T`` and ``E(X - a)^2`` are means of all that stands there.

    What follows is averaged as well where it computes with a variable that nothing else binds; a
    law at such a value may be meant at another point.  The power of a difference is, as authors
    write it, within the mean; that of one name, as in E(X)^2, is not.
    """
    if first.kind not in ("fence", "name") or (first.kind == "fence" and first.text != "()"):
        return False
    factors = _factors(cursor.nodes[cursor.at + 1 :])
    if first.kind == "name" and factors and factors[0].kind == "fence":
        factors = factors[1:]  # its own arguments
    inside = first.parts[0] if first.kind == "fence" else ()
    signs = any(n.kind == "op" and n.text in ("+", "-") for n in plain(inside)[1:])
    power = signs and first.sup is not None and not names.is_transpose(first.sup)
    if not _named_in(factors) & own:
        return power
    if any(n.kind == "name" and n.text in EXPECTATION_LETTERS for n in factors):
        return False
    if not _named_in(_without_arguments(factors)) & own:
        raise Unreadable("SK201", first.span, "how far this expectation reaches", "write E[...]")
    return True


def _factors(row: Row) -> Row:
    """What stands up to the end of a product."""
    end = next((p for p, n in enumerate(row) if n.kind in ("rel", "op", "punct")), len(row))
    return row[:end]


def _named_in(row: Row) -> set[str]:
    return {names.key(n) for top in row for n in top.walk() if n.kind == "name"}


def _without_arguments(row: Row) -> Row:
    """The factors without the brackets behind a name in which nothing is computed."""
    return tuple(
        node
        for place, node in enumerate(row)
        if not (place and row[place - 1].kind == "name" and _holds_arguments(node))
    )


def _holds_arguments(node: Node) -> bool:
    return node.kind == "fence" and all(n.kind != "op" for n in node.parts[0])


def bracketed(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    r"""``\langle f \rangle_q``: the expectation of f under q, as physicists write it."""
    if node.sub is None or len(arguments(node.parts[0])) != 1:
        raise of_brackets(node)
    elaborator.claim(node)
    elaborator.claim_all(node.sub)
    under = _under(elaborator, Node("name", "E", node.span, sub=node.sub), cursor)
    with elaborator.binding(under.bound(), weighted=True):
        body = elaborator.inside(node.parts[0], node.span)
    return elaborator.scripted(_mean(elaborator, under, body), node)


def _under(elaborator: Elaborator, node: Node, cursor: Cursor) -> Distribution:
    row = names.unwrapped(node.sub or ())
    if not row:
        return _bare(elaborator, node, cursor)
    marks = [p for p, n in enumerate(row) if n.kind == "rel" and n.text == "~"]
    if marks:
        return _all_drawn(elaborator, row, node)
    single = names.single(row)
    if single is not None and not elaborator.scope.is_distribution(names.key(single)):
        return _of_variables(elaborator, row, node)
    if len(arguments(row)) > 1:
        return _of_variables(elaborator, row, node)
    return distribution(elaborator, row, node.span)


def _all_drawn(elaborator: Elaborator, row: Row, node: Node) -> Distribution:
    """``x ~ p, z ~ q(z|x)``: one after the other; what is drawn first is known to the later."""
    found: list[Distribution] = []
    bound: dict[str, Term] = {}
    for mark, segment in _segments(elaborator, row):
        with elaborator.binding(bound):
            found.append(_drawn(elaborator, segment, mark, node))
        bound |= found[-1].bound()
    return found[0] if len(found) == 1 else product(found, node.span)


def _segments(elaborator: Elaborator, row: Row) -> list[tuple[int, Row]]:
    """The parts of a row with one ``~`` each, with its place: ``x, y ~ p`` is one of them."""
    found: list[tuple[int, Row]] = []
    current: Row = ()
    for part in arguments(row):
        joined = part.separator is not None and bool(current)
        current = (*current, part.separator, *part.row) if joined and part.separator else part.row
        if part.separator is not None and not joined:
            elaborator.claim(part.separator)
        mark = next((p for p, n in enumerate(current) if n.kind == "rel" and n.text == "~"), None)
        if mark is not None:
            found.append((mark, current))
            current = ()
    if current:
        raise Unreadable("SK202", span_of(current), "what this is drawn from is not said")
    return found


def _drawn(elaborator: Elaborator, row: Row, mark: int, node: Node) -> Distribution:
    """``x ~ p``: the law's marginal for this variable, under the letter written."""
    elaborator.claim(row[mark])
    law = distribution(elaborator, row[mark + 1 :], node.span)
    letters: list[str] = []
    for part in arguments(row[:mark]):
        elaborator.claim_all(part.row)
        if part.separator is not None:
            elaborator.claim(part.separator)
        single = names.single(part.row)
        if single is None:
            raise Unreadable("SK202", node.span, "what is drawn is not a plain name")
        letters.append(names.key(single))
    variables = tuple(elaborator.scope.variable_of(letter) for letter in letters)
    if len(variables) == len(law.variables):
        outcomes = tuple(names.outcome_of(x) if names.is_capital(x) else x for x in letters)
        if set(variables) != set(law.variables) and len(variables) > 1:
            raise Unreadable("SK104", node.span, "the law is not one of these variables")
        return Distribution(law.variables, law.sorts, law.value, outcomes, law.whole)
    if law.whole and set(variables) <= set(law.variables):
        marginal = elaborator.scope.laws[law.whole]
        return _marginal(elaborator, law.whole, variables, tuple(letters), marginal.name)
    raise Unreadable("SK104", node.span, "the law is not one of these variables")


def _of_variables(elaborator: Elaborator, row: Row, node: Node) -> Distribution:
    """``E_X`` or ``E_{x, y}``: the marginal of the only law that there is of them."""
    if divided_at_bar(arguments(row))[1]:
        return _of_conditional(elaborator, row, node)
    letters = []
    for part in arguments(row):
        single = names.single(part.row)
        if single is None:
            raise Unreadable("SK202", node.span, "under what law this expectation is")
        elaborator.claim_all(part.row)
        if part.separator is not None:
            elaborator.claim(part.separator)
        letters.append(names.key(single))
    variables = tuple(elaborator.scope.variable_of(letter) for letter in letters)
    base = elaborator.scope.law_of_variables(variables, node.span)
    outcomes = tuple(names.outcome_of(x) if names.is_capital(x) else x for x in letters)
    return _marginal(elaborator, base, variables, outcomes, base)


def _of_conditional(elaborator: Elaborator, row: Row, node: Node) -> Distribution:
    """``E_{z | x}``: the conditional law of z at x, of the only law that there is of both."""
    letters = []
    for part in arguments(row):
        event = [n for n in part.row if n.kind == "rel"]
        single = names.single(part.row[:1] if event else part.row)
        if single is None:
            raise Unreadable("SK202", node.span, "under what law this expectation is")
        letters.append(names.key(single))
    variables = tuple(elaborator.scope.variable_of(letter) for letter in letters)
    conditions = letters[len(divided_at_bar(arguments(row))[0]) :]
    if any(names.is_capital(x) and x not in elaborator.bound for x in conditions):
        elaborator.could_average = True
        if elaborator.averages:
            message = (
                "this is an expectation at a fixed value of the condition, or the mean over it"
            )
            raise Unreadable("SK201", node.span, message, "write the value of the condition")
    given = frozenset(variables[-len(conditions) :])
    base = elaborator.scope.law_given(variables, given, node.span)
    return at_arguments(elaborator, base, Node("fence", "()", span_of(row), (row,)), node.span)


def _marginal(
    elaborator: Elaborator,
    base: str,
    variables: tuple[str, ...],
    outcomes: tuple[str, ...],
    name: str,
) -> Distribution:
    law = law_of(elaborator, base)
    sorts = tuple(law.sort_of(v) for v in variables)

    def value(points: Points) -> Term:
        return Term("value", tuple(points[v] for v in variables), (law.name, variables, ()))

    whole = base if {c for c, _ in law.coords} == set(variables) else ""
    return Distribution(variables, sorts, value, outcomes, whole)


def _length(cursor: Cursor) -> int:
    """How many nodes the next factor has: a name with its arguments, or from a bar to the next."""
    nodes = cursor.nodes[cursor.at :]
    if nodes[0].kind != "bar":
        return 2 if len(nodes) > 1 and nodes[1].kind == "fence" else 1
    closing = (
        at for at, n in enumerate(nodes) if at and n.kind == "bar" and n.text == nodes[0].text
    )
    return next(closing, 0) + 1


def _bare(elaborator: Elaborator, node: Node, cursor: Cursor) -> Distribution:
    """``E[...]``: under the law of the random variables inside, when there is one law of them."""
    following = cursor.peek()
    inside: Row = following.parts[0] if following is not None and following.parts else ()
    if following is not None and following.kind in ("name", "bar"):
        inside = cursor.nodes[cursor.at : cursor.at + _length(cursor)]
    seen = {names.key(n) for top in inside for n in top.walk() if n.kind == "name"}
    law = elaborator.scope.law_of_expectation(seen, node.span)
    found = law_of(elaborator, law)
    variables = tuple(c for c, _ in found.coords)
    outcomes = tuple(names.outcome_of(v) for v in variables)
    return _marginal(elaborator, law, variables, outcomes, law)

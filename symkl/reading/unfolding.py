r"""Functions that the text defines, written out where they are applied.

``w(x) = p(x)/q(x)``, ``f(t) = t \log t`` and ``D_f(P \| Q) = \sum_x Q(x) f(P(x)/Q(x))`` are rows
with parameters.  An application becomes a bracket with the row in it, before anything is read;
where a sum or an expectation would capture a name, the application stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.chain import Chain, Side
from symkl.reading.diagnostics import Span
from symkl.reading.differentials import bound_names, differentials
from symkl.reading.layout import Node, Row, plain
from symkl.reading.placeholders import AVERAGES, NOTIONS, averages, free_names, is_argument, kind_of

DEFINING = frozenset({"=", ":=", "equiv"})
LAWS = frozenset({"p", "P", "q", "Q", "pi", "Pr", "Prob"})  # what says a law is no function
NEVER = frozenset({"E", "N", "Var", "var", "Cov", "cov", "TV", "d", "partial", "nabla"})
KNOWN_LABELS = frozenset({"kl", "kld", "b"})  # of notions that are read without a definition
MOMENTS = frozenset({"Var", "var", "Variance", "Cov", "cov", "h", "I", "S"})
DERIVATIVES = frozenset({"nabla", "partial"})
DEEPEST = 4  # functions of functions
LARGEST = 400  # nodes of a row with everything written out


@dataclass(frozen=True)
class Formula:
    """What an applied name stands for; ``marks`` stand before each of the parameters."""

    head: str
    parameters: tuple[str, ...]
    marks: tuple[str, ...]
    body: Row
    of_laws: bool = False  # whether there are parameters that are laws or labels: names alone
    of_numbers: bool = False  # whether the head has another meaning for everything but numbers
    numbers: frozenset[str] = frozenset()  # the parameters that are numbers or points


Formulas = Mapping[str, Formula]


def formula(chain: Chain) -> Formula | None:
    """The function that the first equation of a chain says what it is; None for other chains."""
    if not chain.links or chain.links[0].relation not in DEFINING:
        return None
    left, right = chain.sides[:2]
    row, body = names.unwrapped(left.row), plain(right.row)
    if left.problem is not None or right.problem is not None or not _is_applied(row) or not body:
        return None
    head, parts = row[0], arguments(row[1].parts[0])
    singles = [names.single(part.row) for part in parts]
    parameters = [names.key(s) for s in singles if s is not None and _is_parameter(s)]
    if len(parameters) < len(parts) or len(set(parameters)) < len(parameters) or not parameters:
        return None
    if not _is_plain_head(head, parameters) or _mentions(body, head, parameters):
        return None
    kinds = {name: kind_of(name, body) for name in parameters}
    if None in kinds.values():
        return None
    numbers = frozenset(name for name, kind in kinds.items() if kind == "number")
    of_laws = len(numbers) < len(kinds)
    of_numbers = head.text in NOTIONS and not of_laws
    if head.text in NOTIONS and head.sub is None and (of_laws or len(parameters) > 1):
        return None
    are_numbers = [_is_number_in(name, body) and not names.is_capital(name) for name in parameters]
    if of_numbers and not all(are_numbers):
        return None
    marks = tuple(part.mark for part in parts)
    return Formula(names.key(head), tuple(parameters), marks, body, of_laws, of_numbers, numbers)


def _is_parameter(node: Node) -> bool:
    """Whether a name in the brackets may stand for others: theta, theta_t, and theta^(t)."""
    return node.sup is None or bool(names.stage(node))


def _is_applied(row: Row) -> bool:
    return (
        len(row) == 2
        and row[0].kind == "name"
        and row[1].kind == "fence"
        and row[1].text in ("()", "[]")
        and not (row[1].sub or row[1].sup or row[1].primes)
    )


def _is_plain_head(head: Node, parameters: list[str]) -> bool:
    """Whether the name may be that of a function: no law, no derivative, no power of one."""
    label = names.text(head.sub).lower() if head.sub is not None else ""
    known = head.text in NOTIONS and label in KNOWN_LABELS
    plain_head = head.sup is None and not head.primes and head.text not in NEVER
    surrogate = head.text == "Q" and all(_letter(name) in names.PARAMETERS for name in parameters)
    return plain_head and (surrogate or head.text not in LAWS) and not known


def _letter(name: str) -> str:
    """The letter of a parameter without its label and stage: theta of theta^(t)."""
    return name.partition("_")[0].partition("^")[0]


def _mentions(body: Row, head: Node, parameters: list[str]) -> bool:
    """Whether the body is about the function itself, lacks a parameter, or varies one."""
    keys = [names.key(node) for node in _names(body)]
    if names.stem(head) in map(names.stem, _names(body)) or not set(parameters) <= set(keys):
        return True
    others = [n for n in _names(body) if not names.stage(n) and names.key(n) not in parameters]
    varied = {names.stem(node) for node in others if names.stem(node) != names.key(node)}
    varied |= {names.stem(node) for node in others if node.primes}
    return bool(({name.replace("'", "") for name in varied} | _bound_in(body)) & set(parameters))


def _names(row: Row) -> Iterator[Node]:
    """The names in a row; the t of theta^(t) is a part of one."""
    for node in row:
        if node.kind == "name":
            yield node
        for inner in node.parts if names.stage(node) else node.rows:
            yield from _names(inner)
        if names.stage(node) and node.sub is not None:
            yield from _names(node.sub)


def _is_number_in(name: str, row: Row) -> bool:
    """Whether the name is never an argument: then it is a number that the row computes with."""
    nodes = plain(row)
    for place, node in enumerate(nodes):
        before = nodes[place - 1] if place else None
        applied = before is not None and before.kind == "name" and is_argument(node)
        if applied and any(names.key(n) == name for n in _names(node.parts[0])):
            return False
        if not all(_is_number_in(name, inner) for inner in node.rows):
            return False
    return True


# --- what is bound ----------------------------------------------------------------------------


def _bound_in(row: Row) -> set[str]:
    """The names that sums, products and integrals in a row bind."""
    nodes = [node for top in row for node in top.walk()]
    found = {name for node in nodes if node.kind == "big" for name in bound_names(node)}
    rows = [row, *(inner for node in nodes for inner in node.rows)]
    return found | {names.key(x) for inner in rows for x in differentials(inner)}


def _points_in(row: Row) -> set[str]:
    """The names that stand as arguments of other names."""
    nodes, found = plain(row), set()
    for place, node in enumerate(nodes):
        before = nodes[place - 1] if place else None
        applied = before is not None and before.kind == "name" and before.text != "E"
        if applied and node.kind == "fence":
            found |= {names.key(n) for n in _names(node.parts[0])}
        for inner in node.rows:
            found |= _points_in(inner)
    return found


def _captures(formula: Formula, given: list[Row], place: _Place) -> bool:
    """Whether a name would be bound that is free, in an argument or in the body."""
    bound, points = _bound_in(formula.body), _points_in(formula.body) - {*formula.parameters}
    inner = bound | (points | _under_means(formula.body) if averages(formula.body) else set())
    inner -= {*formula.parameters}
    if any(names.key(node) in inner for row in given for node in _names(row)):
        return True
    free = free_names(formula.body) - bound - {*formula.parameters}
    return bool(free & _bound_in(place.chain)) or (place.averaged and bool(points & free))


def _under_means(row: Row) -> set[str]:
    """The names that stand under means."""
    means = (node for node in _names(row) if node.text == "E")
    return {names.key(node) for mean in means for node in _names(mean.sub or ())}


# --- writing out ------------------------------------------------------------------------------


def unfolded(
    chain: Chain,
    formulas: Formulas,
    keep_first: bool = False,
    numbers: frozenset[str] = frozenset(),
) -> Chain:
    """The chain with every application of these functions written out.

    ``keep_first``: its first side is where one of them is introduced.  ``numbers`` are the names
    that stand for numbers there.
    """
    if not formulas:
        return chain
    here = _Place(chain.row, numbers)
    sides = [
        side if keep_first and not place else _side(side, formulas, here)
        for place, side in enumerate(chain.sides)
    ]
    unchanged = all(new is old for new, old in zip(sides, chain.sides, strict=True))
    return chain if unchanged else replace(chain, sides=tuple(sides))


def applied_in(chain: Chain, formulas: Formulas) -> set[str]:
    """The functions among these that the chain still uses."""
    return {names.key(node) for side in chain.sides for node in _names(side.row)} & formulas.keys()


def _side(side: Side, formulas: Formulas, place: _Place) -> Side:
    if side.problem is not None or not {names.key(n) for n in _names(side.row)} & formulas.keys():
        return side
    row = _row(side.row, formulas, place, DEEPEST)
    small = sum(1 for top in row for _ in top.walk()) <= LARGEST
    return replace(side, row=row) if small and row != side.row else side


@dataclass(frozen=True)
class _Place:
    """Where something stands: the chain, its numbers, and whether a mean is taken of it there."""

    chain: Row = ()
    numbers: frozenset[str] = frozenset()
    averaged: bool = False


def _row(row: Row, formulas: Formulas, place: _Place, depth: int) -> Row:
    found: list[Node] = []
    at, before = 0, None
    open_mean = False  # whether a mean without a bracket is taken of what follows
    while at < len(row):
        node = row[at]
        after = at + 1
        while after < len(row) and row[after].kind in ("note", "space"):
            after += 1
        fence = row[after] if after < len(row) else None
        open_mean = (open_mean and node.kind != "op") or (_is_mean(node) and not _is_bracket(fence))
        inside = replace(place, averaged=place.averaged or open_mean or _is_mean_of(before, node))
        before = node if node.kind not in ("note", "space") else before
        written = _application(node, fence, formulas, inside, depth) if fence else None
        if written is not None:
            found.append(written)
            at = after + 1
            continue
        if found and _is_derivative(found[-1]) and not _is_bracket(fence):
            found.append(_itself(node, formulas, depth) or _below(node, formulas, inside, depth))
            at += 1
            continue
        found.append(_below(node, formulas, inside, depth))
        at += 1
    return row if len(found) == len(row) and all(map(_same, found, row)) else tuple(found)


def _is_mean(node: Node) -> bool:
    return node.text in AVERAGES | MOMENTS and node.kind in ("name", "func")


def _is_mean_of(before: Node | None, node: Node) -> bool:
    """Whether a bracket is what a mean or a notion is of."""
    if node.kind != "fence":
        return False
    return node.text == "langlerangle" or (before is not None and _is_mean(before))


def _is_derivative(node: Node) -> bool:
    r"""``\nabla_w`` and ``\partial``, behind which a function stands without its arguments."""
    return node.kind == "name" and node.text in DERIVATIVES


def _is_bracket(node: Node | None) -> bool:
    return node is not None and node.kind == "fence"


def _itself(node: Node, formulas: Formulas, depth: int) -> Node | None:
    """The body in brackets for a function that is differentiated; None for anything else."""
    known = formulas.get(names.key(node)) if node.kind == "name" else None
    if known is None or known.of_laws or not depth or node.sup is not None or node.primes:
        return None
    others = {head: other for head, other in formulas.items() if head != known.head}
    body = _row(_placed(known.body, {}, node.span), others, _Place(), depth - 1)
    return _bracketed(body, node.span)


def _bracketed(body: Row, span: Span, power: Row | None = None) -> Node:
    """The body in a bracket that is a factor: a name before it is not applied to it."""
    return Node("group", "{}", span, ((Node("fence", "()", span, (body,)),),), sup=power)


def _same(one: Node, other: Node) -> bool:
    return one is other


def _below(node: Node, formulas: Formulas, place: _Place, depth: int) -> Node:
    parts = tuple(_row(part, formulas, place, depth) for part in node.parts)
    sub = None if node.sub is None else _row(node.sub, formulas, place, depth)
    sup = None if node.sup is None else _row(node.sup, formulas, place, depth)
    same = all(map(_is, parts, node.parts)) and sub is node.sub and sup is node.sup
    return node if same else replace(node, parts=parts, sub=sub, sup=sup)


def _is(one: Row, other: Row) -> bool:
    return one is other


def _application(
    node: Node, fence: Node, formulas: Formulas, place: _Place, depth: int
) -> Node | None:
    """The body in brackets for a function and what it is applied to; None where it stays."""
    known = formulas.get(names.key(node)) if node.kind == "name" else None
    if known is None or not depth or node.sup is not None or node.primes:
        return None
    if fence.kind != "fence" or fence.text not in ("()", "[]") or fence.sub or fence.primes:
        return None
    parts = arguments(fence.parts[0])
    if tuple(part.mark for part in parts) != known.marks:
        return None
    given = [plain(part.row) for part in parts]
    if not all(
        _fits(known, name, row, place) for name, row in zip(known.parameters, given, strict=True)
    ):
        return None
    of_itself = [names.text(row) for row in given] == [*known.parameters]
    if (
        known.of_laws
        and of_itself
        and not {names.key(n) for n in _names(known.body)} & formulas.keys()
    ):
        return None  # a notation like any other
    given = [_row(row, formulas, place, depth) for row in given]
    if _captures(known, given, place):
        return None
    span = (node.span[0], fence.span[1])
    places = dict(zip(known.parameters, given, strict=True))
    others = {head: other for head, other in formulas.items() if head != known.head}
    body = _row(_placed(known.body, places, span), others, place, depth - 1)
    return _bracketed(body, span, fence.sup)


def _fits(known: Formula, parameter: str, row: Row, place: _Place) -> bool:
    """Whether what stands in the brackets is what the function takes."""
    single = names.single(row)
    if known.of_laws and parameter not in known.numbers:
        return single is not None and _is_parameter(single)
    if not known.of_numbers:
        return bool(row) and all(node.kind not in ("rel", "text", "break") for node in row)
    computed = any(n.kind in ("number", "frac", "op") for n in row)
    is_number = single is not None and names.key(single) in {parameter, *place.numbers}
    return computed or is_number


def _placed(row: Row, places: Mapping[str, Row], span: Span) -> Row:
    """The row with its parameters replaced; every node is new, and stands where it is used."""
    return tuple(_placed_node(node, places, span) for node in row)


def _placed_node(node: Node, places: Mapping[str, Row], span: Span) -> Node:
    def within(row: Row | None) -> Row | None:
        return None if row is None else _placed(row, places, span)

    given = places.get(names.key(node)) if node.kind == "name" else None
    if given is None and node.kind == "name" and node.sub is None and not names.stage(node):
        given = places.get(names.stem(node))
    elif given is not None and names.starred(node):
        node = replace(node, sup=None)
    if given is None:
        parts = tuple(_placed(part, places, span) for part in node.parts)
        return replace(node, span=span, parts=parts, sub=within(node.sub), sup=within(node.sup))
    single = names.single(given)
    copied = _placed(given, {}, span)
    if single is not None and not (single.sup is not None and node.sup is not None):
        lone = names.unwrapped(copied)[0]
        return lone if node.sup is None else replace(lone, sup=within(node.sup))
    return Node("fence", "()", span, (copied,), sup=within(node.sup))

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

DEFINING = frozenset({"=", ":=", "equiv"})
LAWS = frozenset({"p", "P", "q", "Q", "pi", "Pr", "Prob"})  # what says a law is no function
NOTIONS = frozenset({"H", "h", "S", "I", "MI", "D", "KL", "DKL", "CE", "Kl", "KLD", "kl"})
NEVER = frozenset({"E", "N", "Var", "var", "Cov", "cov", "TV", "d", "partial", "nabla"})
AVERAGES = frozenset({"E", "KL", "DKL", "D", "H", "langlerangle"})  # they bind points unseen
KNOWN_LABELS = frozenset({"kl", "kld", "b"})  # of notions that are read without a definition
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
    of_laws: bool = False  # whether the parameters are laws or variables: names alone
    of_numbers: bool = False  # whether the head has another meaning for everything but numbers


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
    parameters = [names.key(s) for s in singles if s is not None and not s.rows and not s.primes]
    if len(parameters) < len(parts) or len(set(parameters)) < len(parameters) or not parameters:
        return None
    if not _is_plain_head(head) or _mentions(body, head, parameters):
        return None
    applied = [_is_operand_in(name, body) for name in parameters]
    if any(applied) != all(applied) or (_averages(body) and not any(applied)):
        return None
    of_numbers = head.text in NOTIONS and not any(applied)
    if head.text in NOTIONS and head.sub is None and (any(applied) or len(parameters) > 1):
        return None
    numbers = [_is_number_in(name, body) and not names.is_capital(name) for name in parameters]
    if of_numbers and not all(numbers):
        return None
    marks = tuple(part.mark for part in parts)
    return Formula(names.key(head), tuple(parameters), marks, body, any(applied), of_numbers)


def _is_applied(row: Row) -> bool:
    return (
        len(row) == 2
        and row[0].kind == "name"
        and row[1].kind == "fence"
        and row[1].text in ("()", "[]")
        and not (row[1].sub or row[1].sup or row[1].primes)
    )


def _is_plain_head(head: Node) -> bool:
    """Whether the name may be that of a function: no law, no derivative, no power of one."""
    label = names.text(head.sub).lower() if head.sub is not None else ""
    known = head.text in NOTIONS and label in KNOWN_LABELS
    plain_head = head.sup is None and not head.primes and head.text not in NEVER
    return plain_head and head.text not in LAWS and not known


def _mentions(body: Row, head: Node, parameters: list[str]) -> bool:
    """Whether the body is about the function itself, lacks a parameter, or varies one."""
    keys = [names.key(node) for node in _names(body)]
    stems = [names.stem(node) for node in _names(body)]
    if names.stem(head) in stems or not set(parameters) <= set(keys):
        return True
    varied = {stem.replace("'", "") for stem, key in zip(stems, keys, strict=True) if stem != key}
    primed = {key.replace("'", "") for key in keys if "'" in key}
    return bool((varied | primed | _bound_in(body)) & set(parameters))


def _names(row: Row) -> Iterator[Node]:
    return (node for top in row for node in top.walk() if node.kind == "name")


def _is_operand_in(name: str, row: Row) -> bool:
    """Whether the name is that of a law or a variable in the row: P(x), D(P||Q), E_P."""
    nodes = plain(row)
    for place, node in enumerate(nodes):
        before = nodes[place - 1] if place else None
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        if node.kind == "name" and names.key(node) == name and _is_argument(following):
            return True
        head = before.text if before is not None and before.kind == "name" else ""
        of_notion = head in NOTIONS or (head == "E" and names.is_capital(name))
        inside = node.parts[0] if of_notion and node.kind == "fence" else ()
        under = node.sub if node.kind == "name" and node.text == "E" else None
        if any(names.key(n) == name for n in _names((*inside, *(under or ())))):
            return True
        if any(_is_operand_in(name, inner) for inner in node.rows):
            return True
    return False


def _is_argument(node: Node | None) -> bool:
    """Whether a bracket holds arguments and computes nothing."""
    if node is None or node.kind != "fence" or node.text not in ("()", "[]"):
        return False
    return all(n.kind in ("name", "punct", "bar") for n in names.unwrapped(node.parts[0]))


def _is_number_in(name: str, row: Row) -> bool:
    """Whether the name is never an argument: then it is a number that the row computes with."""
    nodes = plain(row)
    for place, node in enumerate(nodes):
        before = nodes[place - 1] if place else None
        applied = before is not None and before.kind == "name" and _is_argument(node)
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


def _averages(row: Row) -> bool:
    return any(n.text in AVERAGES for top in row for n in top.walk() if n.kind in ("name", "fence"))


def _points_in(row: Row) -> set[str]:
    """The names that stand as arguments of other names."""
    nodes, found = plain(row), set()
    for place, node in enumerate(nodes):
        before = nodes[place - 1] if place else None
        if before is not None and before.kind == "name" and node.kind == "fence":
            found |= {names.key(n) for n in _names(node.parts[0])}
        for inner in node.rows:
            found |= _points_in(inner)
    return found


def _captures(formula: Formula, given: list[Row], around: Row) -> bool:
    """Whether a name would be bound that is free, in an argument or in the body."""
    inner = _bound_in(formula.body)
    if any(names.key(node) in inner for row in given for node in _names(row)):
        return True
    free = {names.key(node) for node in _names(formula.body)} - inner - {*formula.parameters}
    points = _points_in(formula.body) - inner - {*formula.parameters}
    return bool(free & _bound_in(around)) or (bool(points) and _averages(around))


# --- writing out ------------------------------------------------------------------------------


def unfolded(chain: Chain, formulas: Formulas, keep_first: bool = False) -> Chain:
    """The chain with every application of these functions written out.

    ``keep_first``: its first side is where one of them is introduced.
    """
    if not formulas:
        return chain
    around = chain.row
    sides = [
        side if keep_first and not place else _side(side, formulas, around)
        for place, side in enumerate(chain.sides)
    ]
    unchanged = all(new is old for new, old in zip(sides, chain.sides, strict=True))
    return chain if unchanged else replace(chain, sides=tuple(sides))


def applied_in(chain: Chain, formulas: Formulas) -> set[str]:
    """The functions among these that the chain still uses."""
    return {names.key(node) for side in chain.sides for node in _names(side.row)} & formulas.keys()


def _side(side: Side, formulas: Formulas, around: Row) -> Side:
    if side.problem is not None or not {names.key(n) for n in _names(side.row)} & formulas.keys():
        return side
    row = _row(side.row, formulas, around, DEEPEST)
    small = sum(1 for top in row for _ in top.walk()) <= LARGEST
    return replace(side, row=row) if small and row != side.row else side


def _row(row: Row, formulas: Formulas, around: Row, depth: int) -> Row:
    found: list[Node] = []
    at = 0
    while at < len(row):
        node = row[at]
        after = at + 1
        while after < len(row) and row[after].kind in ("note", "space"):
            after += 1
        fence = row[after] if after < len(row) else None
        written = _application(node, fence, formulas, around, depth) if fence else None
        if written is not None:
            found.append(written)
            at = after + 1
            continue
        if found and _is_derivative(found[-1]) and not _is_bracket(fence):
            found.append(_itself(node, formulas, depth) or _below(node, formulas, around, depth))
            at += 1
            continue
        found.append(_below(node, formulas, around, depth))
        at += 1
    return row if len(found) == len(row) and all(map(_same, found, row)) else tuple(found)


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
    body = _row(_placed(known.body, {}, node.span), others, (), depth - 1)
    return _bracketed(body, node.span)


def _bracketed(body: Row, span: Span, power: Row | None = None) -> Node:
    """The body in a bracket that is a factor: a name before it is not applied to it."""
    return Node("group", "{}", span, ((Node("fence", "()", span, (body,)),),), sup=power)


def _same(one: Node, other: Node) -> bool:
    return one is other


def _below(node: Node, formulas: Formulas, around: Row, depth: int) -> Node:
    parts = tuple(_row(part, formulas, around, depth) for part in node.parts)
    sub = None if node.sub is None else _row(node.sub, formulas, around, depth)
    sup = None if node.sup is None else _row(node.sup, formulas, around, depth)
    same = all(map(_is, parts, node.parts)) and sub is node.sub and sup is node.sup
    return node if same else replace(node, parts=parts, sub=sub, sup=sup)


def _is(one: Row, other: Row) -> bool:
    return one is other


def _application(
    node: Node, fence: Node, formulas: Formulas, around: Row, depth: int
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
    if not all(_fits(known, name, row) for name, row in zip(known.parameters, given, strict=True)):
        return None
    of_itself = [names.text(row) for row in given] == [*known.parameters]
    if (
        known.of_laws
        and of_itself
        and not {names.key(n) for n in _names(known.body)} & formulas.keys()
    ):
        return None  # a notation like any other
    given = [_row(row, formulas, around, depth) for row in given]
    if _captures(known, given, around):
        return None
    span = (node.span[0], fence.span[1])
    places = dict(zip(known.parameters, given, strict=True))
    others = {head: other for head, other in formulas.items() if head != known.head}
    body = _row(_placed(known.body, places, span), others, around, depth - 1)
    return _bracketed(body, span, fence.sup)


def _fits(known: Formula, parameter: str, row: Row) -> bool:
    """Whether what stands in the brackets is what the function takes."""
    single = names.single(row)
    if known.of_laws:
        return single is not None and single.sup is None
    if not known.of_numbers:
        return bool(row) and all(node.kind not in ("rel", "text", "break") for node in row)
    computed = any(n.kind in ("number", "frac", "op") for n in row)
    return computed or (single is not None and names.key(single) == parameter)


def _placed(row: Row, places: Mapping[str, Row], span: Span) -> Row:
    """The row with its parameters replaced; every node is new, and stands where it is used."""
    return tuple(_placed_node(node, places, span) for node in row)


def _placed_node(node: Node, places: Mapping[str, Row], span: Span) -> Node:
    def within(row: Row | None) -> Row | None:
        return None if row is None else _placed(row, places, span)

    given = places.get(names.stem(node)) if node.kind == "name" and node.sub is None else None
    if given is None:
        parts = tuple(_placed(part, places, span) for part in node.parts)
        return replace(node, span=span, parts=parts, sub=within(node.sub), sup=within(node.sup))
    single = names.single(given)
    copied = _placed(given, {}, span)
    if single is not None and not (single.sup is not None and node.sup is not None):
        lone = names.unwrapped(copied)[0]
        return lone if node.sup is None else replace(lone, sup=within(node.sup))
    return Node("fence", "()", span, (copied,), sup=within(node.sup))

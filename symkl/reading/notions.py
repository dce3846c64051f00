"""H, I, KL and E as people write them."""

from __future__ import annotations

from collections.abc import Callable

from symkl.kernel import terms
from symkl.kernel.context import Law
from symkl.kernel.terms import Binders, Term
from symkl.reading import names
from symkl.reading.arguments import Argument, arguments, divided_at_bar
from symkl.reading.binary_entropies import FLAG
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.distributions import (
    Distribution,
    claim_separator,
    condition,
    distribution,
    is_mixture,
    law_of,
)
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.expectations import expectation
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.seeing import is_of_a_variable
from symkl.reading.usage import (
    CROSS_LETTERS,
    DIVERGENCE_LETTERS,
    ENTROPY_LETTERS,
    INFORMATION_LETTERS,
)

Names = tuple[str, ...]
Notion = Callable[[Elaborator, Node, Cursor], Term | None]


def _fence(cursor: Cursor) -> Node | None:
    following = cursor.peek()
    if following is not None and following.kind == "fence" and following.text in ("()", "[]", "{}"):
        return following
    return None


def _finished(elaborator: Elaborator, term: Term, node: Node, fence: Node) -> Term:
    """In the base of the logarithms around, and with the scripts of the bracket."""
    base = elaborator.scope.base_of_notions()
    whole = term if base is None else terms.div(term, terms.log(terms.num(base)))
    if node.sup is not None:
        raise Unreadable("SK401", node.span, f"a superscript on {node.text}")
    return elaborator.scripted(whole, fence)


# --- divergence -----------------------------------------------------------------------------------


def _divergence(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    fence = _fence(cursor)
    label = "" if node.sub is None else names.text(node.sub)
    if fence is None or label not in ("", "KL", "kl", "Kl", "KLD"):
        return None
    parts = arguments(fence.parts[0])
    if [part.mark for part in parts] == ["", "||", "|"]:
        return _conditional(elaborator, node, cursor, parts)
    if len(parts) != 2 or parts[1].mark not in ("||", "|", ",", ";"):
        parts = _rejoined(parts)
    if len(parts) != 2 or (node.text == "D" and not label and parts[1].mark == ","):
        return None
    cursor.take()
    elaborator.claim_applied(node, fence, parts[1].separator)
    first, second = (distribution(elaborator, part.row, fence.span) for part in parts)
    head = "cross_entropy" if node.text in CROSS_LETTERS else "kl"
    term = two_laws(elaborator, head, first, second, fence.span)
    return _finished(elaborator, term, node, fence)


def _conditional(elaborator: Elaborator, node: Node, cursor: Cursor, parts: list[Argument]) -> Term:
    """``D(P_{Y|X} || Q_{Y|X} | P_X)``: the mean over the third law of the divergence at a point."""
    fence = cursor.take()
    elaborator.claim(node, fence, *(p.separator for p in parts if p.separator is not None))
    elaborator.claim_all(node.sub or ())
    over = distribution(elaborator, parts[2].row, fence.span)
    points = over.points()
    if {p.label[0] for p in points.values()} & {p.label[0] for p in elaborator.bound.values()}:
        raise Unreadable("SK201", fence.span, "the variables of the third law are bound already")
    with elaborator.binding(over.bound()):
        first, second = (distribution(elaborator, p.row, fence.span) for p in parts[:2])
        if set(first.conditions) != set(points.values()):
            message = "the first law is not conditional on the variables of the third"
            raise Unreadable("SK104", fence.span, message)
        binders, values = at_same_points(elaborator, first, second, fence.span)
    term = terms.mul(over.value(points), Term("kl", values, binders))
    elaborator.used.update(d for s in over.sorts for d in elaborator.scope.declarations_of_sort(s))
    over_points = tuple((p.label[0], p.label[1]) for p in points.values())
    return _finished(elaborator, terms.total(over_points, term), node, fence)


def _rejoined(parts: list[Argument]) -> list[Argument]:
    """Divided at the divergence bar alone: nothing else divides two distributions."""
    bars = [place for place, part in enumerate(parts) if part.mark == "||"]
    if len(bars) != 1:
        return parts
    rows: list[Row] = []
    for group in (parts[: bars[0]], parts[bars[0] :]):
        row: Row = ()
        for place, part in enumerate(group):
            between = (part.separator,) if place and part.separator is not None else ()
            row += (*between, *part.row)
        rows.append(row)
    return [Argument("", rows[0]), Argument("||", rows[1], parts[bars[0]].separator)]


def two_laws(
    elaborator: Elaborator, head: str, first: Distribution, second: Distribution, span: Span
) -> Term:
    """A divergence or cross-entropy, both laws at the same bound points."""
    binders, values = at_same_points(elaborator, first, second, span)
    return _averaged(elaborator, Term(head, values, binders), first, span)


def at_same_points(
    elaborator: Elaborator, first: Distribution, second: Distribution, span: Span
) -> tuple[Binders, tuple[Term, Term]]:
    """The values of two laws at fresh points, which are to be bound."""
    pairing = _pairing(first, second, span)
    taken = {p.label[0] for p in elaborator.bound.values()}
    points = {}
    for variable, point in first.points().items():
        name, sort = point.label
        while name in taken:
            name += "'"
        points[variable] = Term("point", (), (name, sort))
        elaborator.used.update(elaborator.scope.declarations_of_sort(sort))
    other = {mine: points[theirs] for mine, theirs in pairing.items()}
    binders = tuple((p.label[0], p.label[1]) for p in points.values())
    return binders, (first.value(points), second.value(other))


def _averaged(elaborator: Elaborator, term: Term, first: Distribution, span: Span) -> Term:
    """Where nothing binds the conditions: at a fixed point, or the mean over them."""
    bound = {point.label for point in elaborator.bound.values()}
    if first.weight is None or any(point.label in bound for point in first.conditions):
        return term
    elaborator.could_average = True
    if not elaborator.averages:
        return term
    if bound:
        message = "inside another mean, this is at a fixed condition or the mean over it"
        raise Unreadable("SK201", span, message)
    elaborator.note(span, "a divergence of conditional laws is read as its mean over the condition")
    over = tuple((point.label[0], point.label[1]) for point in first.conditions)
    return terms.total(over, terms.mul(first.weight, term))


def _pairing(first: Distribution, second: Distribution, span: Span) -> dict[str, str]:
    """The variables of the second law with those of the first that they are compared with."""
    if set(first.variables) == set(second.variables):
        return {v: v for v in second.variables}
    if first.sorts != second.sorts:
        one, two = ("(" + ", ".join(d.variables) + ")" for d in (first, second))
        raise Unreadable("SK104", span, f"laws of {one} and of {two} are compared")
    return dict(zip(second.variables, first.variables, strict=True))


# --- entropy --------------------------------------------------------------------------------------


def _entropy(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    fence = _fence(cursor)
    if fence is None:
        return None
    said = FLAG in elaborator.scope.declared.flags(names.key(node))
    is_chance = _is_chance(elaborator, fence.parts[0])
    if said and (is_chance or elaborator.scope.are_numbers(fence.parts[0])):
        return _binary_entropy(elaborator, node, cursor)
    if said and names.key(node) != "H":
        message = f"{names.key(node)} is said to be the binary entropy function, of a number"
        raise Unreadable("SK103", node.span, message, "write H for other entropies")
    if node.sub is not None or is_chance:
        return _binary_entropy(elaborator, node, cursor)
    parts = arguments(fence.parts[0])
    no_sequences(parts)
    targets, given = divided_at_bar(parts)
    kinds = {_kind(elaborator, part) for part in parts}
    if not targets or "?" in kinds:
        return None
    cursor.take()
    elaborator.claim(node, fence)
    if kinds == {"law"} and not given:
        term = _of_laws(elaborator, targets, fence.span)
    elif kinds == {"variable"}:
        term = _of_variables(elaborator, targets, given, fence.span)
    else:
        raise Unreadable(
            "SK201", fence.span, "random variables and distributions stand in one entropy"
        )
    return _finished(elaborator, term, node, fence)


def _binary_entropy(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``H_b(t)``, and ``H(p)`` of the chance p of a coin: -t log t - (1 - t) log(1 - t)."""
    fence, label = _fence(cursor), names.text(node.sub or ())
    said = FLAG in elaborator.scope.declared.flags(names.key(node))
    if fence is None or (label not in ("b", "B", "2", "") and not said):
        return None
    if label == "2" and not said and not _is_counted(elaborator, fence.parts[0]):
        return None  # Rényi's entropy of order 2
    cursor.take()
    elaborator.claim(node, fence)
    elaborator.claim_all(node.sub or ())
    number = elaborator.inside(fence.parts[0], fence.span)
    other = terms.sub(terms.ONE, number)
    parts = [terms.neg(terms.mul(t, terms.log(t))) for t in (number, other)]
    return _finished(elaborator, terms.add(*parts), node, fence)


def _is_chance(elaborator: Elaborator, row: Row) -> bool:
    """Whether the argument of an entropy is the chance of a coin, or an expression of chances."""
    chances = elaborator.scope.chances()
    nodes = [n for top in row for n in top.walk() if n.kind == "name"]
    return bool(nodes) and all(names.key(n) in chances for n in nodes)


def _is_counted(elaborator: Elaborator, row: Row) -> bool:
    """Whether all names in the row are numbers."""
    nodes = [n for top in row for n in top.walk()]
    counted = all(elaborator.scope.is_counted(names.key(n)) for n in nodes if n.kind == "name")
    return counted and all(n.kind != "punct" for n in nodes)


def no_sequences(parts: list[Argument]) -> None:
    """Raise Unreadable for ``X_1, ..., X_n`` and ``X^n``: nobody says how many they are."""
    for part in parts:
        row = names.unwrapped(part.row)
        dots = next((n for n in row if n.kind == "punct" and n.text == "dots"), None)
        if dots is not None:
            message = "how many variables the dots leave out is not known"
            raise Unreadable("SK401", dots.span, message, "write a fixed number of variables")
        single = names.single(row)
        if single is not None and single.sup is not None and not names.starred(single):
            message = f"{names.text((single,))} is a sequence of variables: not read yet"
            raise Unreadable("SK401", single.span, message, "write a fixed number of variables")


def _kind(elaborator: Elaborator, part: Argument) -> str:
    """Whether the part is a distribution, a random variable (or an event), or neither."""
    row = names.unwrapped(part.row)
    if any(n.kind == "rel" and n.text == "=" for n in row):
        return "variable"
    if is_mixture(elaborator, row):
        return "law"
    if row and row[0].kind == "name" and elaborator.scope.is_distribution(names.key(row[0])):
        return "law"
    single = names.single(row)
    if single is None:
        return "?"
    return "variable" if elaborator.scope.is_variable(names.key(single)) else "?"


def _of_laws(elaborator: Elaborator, targets: list[Argument], span: Span) -> Term:
    for part in targets:
        if part.separator is not None:
            elaborator.claim(part.separator)
    laws = [distribution(elaborator, part.row, span) for part in targets]
    if len(laws) == 1:
        return _of_law(elaborator, laws[0])
    if len(laws) == 2:
        return two_laws(elaborator, "cross_entropy", laws[0], laws[1], span)
    raise Unreadable("SK104", span, "an entropy of more than two distributions")


def _of_law(elaborator: Elaborator, law: Distribution) -> Term:
    if law.whole:
        name = elaborator.scope.laws[law.whole].name
        return Term("entropy", (), (name, law.variables, (), ()))
    points = law.points()
    value = law.value(points)
    binders = tuple((p.label[0], p.label[1]) for p in points.values())
    return terms.neg(terms.total(binders, terms.mul(value, terms.log(value))))


def _of_variables(
    elaborator: Elaborator, targets: list[Argument], given: list[Argument], span: Span
) -> Term:
    _no_copies(elaborator, [*targets, *given], span)
    variables = tuple(_variable(elaborator, part) for part in targets)
    free: list[str] = []
    fixed: list[tuple[str, Term]] = []
    for part in given:
        if any(n.kind == "rel" for n in names.unwrapped(part.row)):
            fixed.append(condition(elaborator, part))
        else:
            free.append(_variable(elaborator, part))
    at = tuple(v for v, _ in fixed)
    every = (*variables, *free, *at)
    law = law_of(elaborator, elaborator.scope.law_of_variables(tuple(dict.fromkeys(every)), span))
    points = tuple(p for _, p in fixed)
    if set(free) & set(at):
        return Term("entropy", points, (law.name, variables, tuple(free), at))
    conditions = tuple(dict.fromkeys(free))
    left = _once(elaborator, law, (*variables, *free), (variables,), conditions, span)
    if not left[0]:
        known = Term("entropy", points, (law.name, conditions, (), at))
        return terms.sub(known, known)
    return Term("entropy", points, (law.name, left[0], conditions, at))


def _once(
    elaborator: Elaborator,
    law: Law,
    written: Names,
    groups: tuple[Names, ...],
    given: Names,
    span: Span,
) -> tuple[Names, ...]:
    """The groups with each variable once, and without what is given.

    H(X, X) is H(X), H(X, Y|X) is H(Y|X), and H(X|X) = H(X, X) - H(X): of discrete variables.
    """
    found = tuple(tuple(v for v in dict.fromkeys(group) if v not in given) for group in groups)
    repeated = tuple(v for v in dict.fromkeys(written) if written.count(v) > 1)
    for variable in repeated:
        if elaborator.scope.sort(law.sort_of(variable)).kind != "finite":
            message = f"{variable} stands twice, and its entropy is that of a density"
            raise Unreadable("SK104", span, message)
        if sum(map(len, found)) + len(given) < len(written):
            elaborator.note(span, f"{variable} stands twice, and is counted once")
    return found


def _no_copies(elaborator: Elaborator, parts: list[Argument], span: Span) -> None:
    """Refuse H(x, x'): two values of one variable are no variable twice."""
    written: dict[str, str] = {}
    for part in parts:
        single = names.single(part.row)
        if single is not None:
            key = names.key(single)
            if written.setdefault(elaborator.scope.variable_of(key), key) != key:
                message = f"{key} and {written[elaborator.scope.variable_of(key)]} are one variable"
                raise Unreadable("SK201", span, message, "write different capitals")


def _variable(elaborator: Elaborator, part: Argument) -> str:
    claim_separator(elaborator, part)
    single = names.single(part.row)
    if single is None or (single.sup is not None and not names.starred(single)):
        raise Unreadable("SK104", span_of(part.row), "a random variable is expected here")
    index = next((n for n in names.unwrapped(single.sub or ()) if n.text in elaborator.bound), None)
    if index is not None:
        message = f"{names.key(single)} is another variable for every {index.text}: not read yet"
        raise Unreadable("SK401", single.span, message)
    elaborator.claim_all(part.row)
    name = names.key(single)
    if not names.is_capital(name):
        elaborator.note(single.span, f"{name} is read as the random variable it is a value of")
    if (image := names.IMAGE.fullmatch(name)) is not None:
        spaces = map(elaborator.scope.space_of, (name, *image.group("of").split(",")))
        if any(space.kind != "finite" for space in spaces):
            message = f"{name} is a function of a continuous variable: not read yet"
            raise Unreadable("SK401", single.span, message)
    return elaborator.scope.variable_of(name)


# --- mutual information ---------------------------------------------------------------------------


def _information(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    fence = _fence(cursor)
    if fence is None or node.sub is not None or node.style in ("bb",):
        return None
    targets, given = divided_at_bar(arguments(fence.parts[0]))
    no_sequences([*targets, *given])
    if len(targets) < 2 or any(_kind(elaborator, p) != "variable" for p in (*targets, *given)):
        return None
    cursor.take()
    elaborator.claim(node, fence)
    marks = [place for place, part in enumerate(targets) if part.mark == ";"]
    if len(marks) > 1 or (not marks and len(targets) != 2):
        raise Unreadable("SK104", fence.span, "which two groups of variables are meant")
    _no_copies(elaborator, [*targets, *given], fence.span)
    split = marks[0] if marks else 1
    groups = [
        tuple(_variable(elaborator, p) for p in part)
        for part in (targets[:split], targets[split:], given)
    ]
    every = tuple(v for group in groups for v in group)
    base = elaborator.scope.law_of_variables(tuple(dict.fromkeys(every)), fence.span)
    law, conditions = law_of(elaborator, base), tuple(dict.fromkeys(groups[2]))
    one, two = _once(elaborator, law, every, tuple(groups[:2]), conditions, fence.span)
    if one and two:
        term = Term("mutual_information", (), (law.name, one, two, conditions))
    else:  # what is given tells nothing more
        known = Term("entropy", (), (law.name, conditions, (), ()))
        term = terms.sub(known, known)
    return _finished(elaborator, term, node, fence)


def _is_of_a_norm(node: Node, following: Node | None) -> bool:
    r"""``\mathbb{E}\|x\|^2``: how far that reaches is plain."""
    norm = following is not None and following.kind == "bar" and following.text == "||"
    return norm and node.style in ("bb", "rm")


def _is_of_a_value(elaborator: Elaborator, node: Node, following: Node | None) -> bool:
    r"""``\mathbb{E} x^T B x``: of what is known to be the value of a random variable."""
    if following is None or following.kind != "name" or node.style not in ("bb", "rm"):
        return False
    key = names.stem(following)
    powered = following.sup is not None and not names.is_transpose(following.sup)
    return not powered and not names.is_capital(key) and elaborator.scope.is_variable(key)


def _expectation(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    following, behind = cursor.peek(), cursor.nodes[cursor.at :]
    bracketed = following is not None and following.kind == "fence"
    if node.sub is None and not (
        bracketed
        or _is_of_a_norm(node, following)
        or is_of_a_variable(node, behind)
        or _is_of_a_value(elaborator, node, following)
    ):
        return None
    if node.sup is not None:
        raise Unreadable("SK401", node.span, "a superscript on an expectation")
    return expectation(elaborator, node, cursor)


NOTIONS: dict[str, Notion] = {
    **dict.fromkeys(DIVERGENCE_LETTERS | CROSS_LETTERS, _divergence),
    **dict.fromkeys(ENTROPY_LETTERS, _entropy),
    **dict.fromkeys(INFORMATION_LETTERS, _information),
    "E": _expectation,
}

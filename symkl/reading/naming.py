"""What a name stands for where it is used: a value of a law, a vector, a number, a notion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Sort
from symkl.kernel.terms import Term
from symkl.reading import indicators, names, variation
from symkl.reading.arguments import arguments
from symkl.reading.coins import probability
from symkl.reading.data import density_at, vector
from symkl.reading.declared import LIMITS, SHAPED
from symkl.reading.derivatives import nabla
from symkl.reading.diagnostics import Unreadable
from symkl.reading.distributions import (
    distribution,
    fixed,
    point,
    use_matrix,
)
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.evidence import Definition
from symkl.reading.fewer_arguments import abbreviated
from symkl.reading.indices import letters_in
from symkl.reading.layout import Node
from symkl.reading.letters import as_number
from symkl.reading.notions import NOTIONS
from symkl.reading.otherwise import USUAL, is_set
from symkl.reading.parameters import applied_name
from symkl.reading.scope import INDEX_LETTERS
from symkl.reading.seeing import is_one_of_many
from symkl.reading.spreads import UNITS, Spread, is_argument
from symkl.reading.usage import EXPECTATION_LETTERS, NORMAL_LETTERS
from symkl.reading.values import (
    claimed_name,
    free_index,
    function,
    is_factor,
    law,
    powered,
    real_function,
)


def named(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """The term of a name, with the brackets that belong to it."""
    conflict = elaborator.scope.declared.conflicts.get(names.key(node))
    if conflict is not None:
        raise Unreadable("SK103", node.span, conflict, "settle it in a symkl block")
    if names.key(node) not in USUAL or is_set(elaborator.scope.declared, node):
        as_usual(elaborator, node)
    for reading in READINGS:
        term = reading(elaborator, node, cursor)
        if term is not None:
            return term
    raise Unreadable("SK101", node.span, f"{names.key(node)!r} is not declared")


Reading = Callable[[Elaborator, Node, Cursor], Term | None]


def _no_value(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """Symbols that look like names and are none."""
    why = NO_VALUES.get(node.text)
    if why is not None and not elaborator.scope.is_plain(names.key(node)):
        raise Unreadable("SK401", node.span, why)
    return None


def _nabla(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    is_sign = node.text == "nabla" and not elaborator.scope.is_plain(names.key(node))
    return nabla(elaborator, node, cursor) if is_sign else None


def _normal_value(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``N(x; mu, Sigma)``: the density at x."""
    following = cursor.peek()
    if node.text not in NORMAL_LETTERS or following is None or following.kind != "fence":
        return None
    if len(arguments(following.parts[0])) not in (2, 3) or node.style not in ("cal", "rm", ""):
        return None
    fence = cursor.take()
    law = distribution(elaborator, (node, fence), node.span)
    if len(arguments(fence.parts[0])) == 2:
        raise Unreadable(
            "SK104",
            node.span,
            "a normal law stands where its density at a point is expected",
            "write \\mathcal{N}(x; \\mu, \\Sigma)",
        )
    written_out = density_at(elaborator, law.whole, arguments(fence.parts[0])[0])
    if written_out is not None:
        return elaborator.scripted(written_out, fence)
    (variable,), (outcome,) = law.variables, law.outcomes
    at = elaborator.bound.get(outcome) or law.points()[variable]
    return elaborator.scripted(law.value({variable: at}), fence)


# --- what is bound or defined ---------------------------------------------------------------------


def _defined(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """A notation that the text has defined, with the same arguments."""
    following = cursor.peek()
    fence = following if following is not None and following.kind == "fence" else None
    with_arguments = names.key(node) + (names.text((fence,)) if fence is not None else "")
    if fence is not None and (raised := names.raised_notation(node, fence)):
        definition = elaborator.scope.definitions.get(raised)
        if definition is None:
            return None
        elaborator.claim_all((cursor.take(), *(node.sup or ())))
        return _unfolded(elaborator, node, definition, fence)
    definition = elaborator.scope.definitions.get(with_arguments)
    if definition is not None and fence is not None:
        elaborator.claim_all((cursor.take(),))
        return _unfolded(elaborator, node, definition, fence)
    definition = elaborator.scope.definitions.get(names.key(node))
    if definition is not None:
        return _unfolded(elaborator, node, definition, node)
    return _abbreviated(elaborator, node, cursor, fence)


def _abbreviated(
    elaborator: Elaborator, node: Node, cursor: Cursor, fence: Node | None
) -> Term | None:
    """A notation that the text has defined with more arguments."""
    scope, name = elaborator.scope, names.key(node)
    if scope.declared.kind(name) or name in scope.laws or name in elaborator.bound:
        return None
    applied = fence if fence is not None and fence.text in ("()", "[]") else None
    definition = abbreviated(scope.definitions, node, applied)
    if definition is None:
        return None
    if applied is not None:
        elaborator.claim_all((cursor.take(),))
    return _unfolded(elaborator, node, definition, applied or node)


def _unfolded(elaborator: Elaborator, node: Node, definition: Definition, last: Node) -> Term:
    claimed_name(elaborator, node)
    elaborator.doubt = elaborator.doubt or definition.doubt
    elaborator.used.update(definition.declarations)
    if last is node:
        return powered(elaborator, definition.term, node)
    return elaborator.scripted(definition.term, last)


def _bound(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """A point of R^d, bound or free; one of a finite space as the number that X makes of it."""
    scope, name = elaborator.scope, names.key(node)
    found = elaborator.bound.get(name)
    numbered = name.partition("_")[2] in elaborator.bound
    if found is None and (numbered or not scope.is_point(name)):
        return None
    following = cursor.peek()
    applied = following is not None and following.kind == "fence"
    if found is None and applied and not names.is_transpose(node.sup or ()):
        return None  # of x^T (A + B) x the first x is a point as well
    if found is None:
        _, found = point(elaborator, replace(node, sup=None))
    if found.head == "num":  # a side of a coin
        claimed_name(elaborator, node)
        return powered(elaborator, found, node)
    sort = scope.sort(found.label[1])
    if sort.kind not in ("real", "integer"):
        found = as_number(elaborator, found, node)
    claimed_name(elaborator, node)
    return powered(elaborator, found, node)


def as_usual(elaborator: Elaborator, node: Node) -> None:
    """Raise Unreadable where the text says that a letter is not what it usually is."""
    what = elaborator.scope.declared.otherwise.get(names.key(node))
    if what is not None and what not in LIMITS:
        message = f"{names.key(node)!r} is not what it usually is: the text says {what!r}"
        raise Unreadable("SK103", node.span, message, "settle it in a symkl block")


def _notion(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """H(...), I(...), KL(...), E[...]."""
    method = NOTIONS.get(node.text)
    name, declared = names.key(node), elaborator.scope.declared
    of_its_own = declared.is_outright(name) and declared.kind(name) in ("function", "law")
    if method is None or of_its_own or elaborator.scope.is_plain(name):
        return None
    if elaborator.scope.is_energy(names.key(node)):
        return None
    if node.text in EXPECTATION_LETTERS and is_one_of_many(node, cursor.nodes[cursor.at :]):
        return None
    following = cursor.peek()
    if following is not None and following.kind == "fence":
        as_usual(elaborator, node)
    return method(elaborator, node, cursor)


# --- constants, sizes, matrices, numbers ----------------------------------------------------------


def _constant(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    name = names.key(node)
    if name not in ("pi", "e") or elaborator.scope.is_plain(name):
        return None
    as_usual(elaborator, node)
    claimed_name(elaborator, node)
    if name == "e" and node.sup is not None and not names.starred(node):
        return terms.exp(elaborator.inside(node.sup, node.span))
    return powered(elaborator, Term("const", (), name), node)


def _identity(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    scope, name = elaborator.scope, names.key(node)
    stem, _, label = name.partition("_")
    following = cursor.peek()
    applied = following is not None and following.kind == "fence" and following.text == "()"
    if stem not in ("I", "bb:I") or scope.is_plain(name) or (applied and node.style != "bold"):
        return None
    if label and label != scope.dimension and not scope.is_dimension(label):
        message = f"an identity matrix of {label} rows, where vectors have {scope.dimension}"
        raise Unreadable("SK102", node.span, message)
    if not scope.is_linear():
        raise Unreadable(
            "SK101",
            node.span,
            "I is an identity matrix, an information without its arguments, or a name",
            "declare I",
        )
    claimed_name(elaborator, node)
    unit = _unit(elaborator, label or scope.dimension)
    (elaborator.sizeless.discard if label else elaborator.sizeless.add)(unit)
    return powered(elaborator, unit, node)


def _unit(elaborator: Elaborator, dimension: str) -> Term:
    elaborator.used.add(Sort(dimension, dimension))
    return Term("identity", (), dimension)


def _size(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """The dimension, or the symbol for the size of a space."""
    scope, name = elaborator.scope, names.key(node)
    sort = scope.sort_of_size(name)
    if sort is None:
        return None
    claimed_name(elaborator, node)
    elaborator.used.add(sort)
    return powered(elaborator, Term("size", (), sort.name), node)


def _plain(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    scope, name = elaborator.scope, names.key(node)
    if name in scope.laws or node.text == "unknown":
        return None
    for reading in (_entry, _applied_parameter, _indexed):
        found = reading(elaborator, node, cursor)
        if found is not None:
            return found
    _no_index_in(elaborator, node)
    if node.style == "bb" and not scope.is_plain(name):
        return None
    kind = scope.kind(name)
    _not_applied(elaborator, node, cursor, kind)
    method = KINDS.get(kind)
    if method is None:
        return None
    claimed_name(elaborator, node)
    squared = VARIANCES.get(kind)
    if squared is not None and node.sup is not None and names.text(node.sup) == "2":
        elaborator.claim_all(node.sup)
        return squared(elaborator, name)
    return powered(elaborator, method(elaborator, name), node)


def _indexed(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``a_i`` under a sum over i: a number for every i."""
    scope = elaborator.scope
    stem, _, label = names.key(node).partition("_")
    points, following = _numbering(elaborator, node), cursor.peek()
    if not points and label and scope.declared.kind(stem) == "function":
        free = _free_index(elaborator, label)
        points = () if free is None else (free,)
    if not points:
        return None
    row = vector(elaborator, node)
    if row is not None:
        claimed_name(elaborator, node)
        return powered(elaborator, row, node)
    applied = following is not None and following.kind == "fence" and following.text != "[]"
    if applied and following is not None and not is_factor(following):
        return None
    if len(points) == 1 and scope.letter_of_index(label) == stem:
        claimed_name(elaborator, node)
        return powered(elaborator, as_number(elaborator, points[0], node), node)
    if node.style == "bold" or (scope.is_entry(stem) and not scope.is_valued(stem, label)):
        return None
    law = scope.sequence(stem, tuple(point.label[1] for point in points), node.span)
    elaborator.used.add(law)
    claimed_name(elaborator, node)
    coords = tuple(coord for coord, _ in law.coords)
    return powered(elaborator, Term("value", points, (law.name, coords, ())), node)


def _numbering(elaborator: Elaborator, node: Node) -> tuple[Term, ...]:
    """The points that the indices of a number stand for, bound or any; () where they do not."""
    scope = elaborator.scope
    stem, _, label = names.key(node).partition("_")
    letters = [label] if label in elaborator.bound else letters_in(label)
    bound = [elaborator.bound.get(letter) for letter in letters]
    number = scope.kind(names.key(node)) == "number" and not scope.is_entry(stem)
    if not number and not (len(letters) == 1 and bound[0] is not None):
        return ()
    points = [
        known or free_index(elaborator, letter)
        for letter, known in zip(letters, bound, strict=True)
    ]
    found = tuple(point for point in points if point is not None)
    return found if len(found) == len(points) else ()


def _free_index(elaborator: Elaborator, label: str) -> Term | None:
    """The point of an index that nothing binds, as in ``e^{-E_i}`` of a function E."""
    scope = elaborator.scope
    sort = scope.space_of_index(label) or scope.index_set(label)
    if sort is None or sort.kind != "finite":
        return None
    elaborator.used.update(scope.declarations_of_sort(sort.name))
    return Term("point", (), (label, sort.name))


def _entry(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``A_{ij}``, ``mu_j``, and the ``sigma_j`` on a diagonal: entries at bound or free indices."""
    scope, stem = elaborator.scope, names.stem(node)
    if node.sub is None or names.key(node) in scope.declared.said:
        return None
    letters = names.indices(node.sub)
    spread = scope.spread_named(stem)
    lone = scope.declared.kind(stem) == "vector" and stem in scope.all.names
    count = len(letters) + (lone and len(letters) == 1)
    found = [_index_point(elaborator, letter, count) for letter in letters]
    points = [point for point in found if point is not None]
    if not letters or len(points) < len(letters):
        return None
    if spread is not None and len(points) == 1:
        return _on_diagonal(elaborator, node, spread, points[0])
    kind = scope.kind(stem)
    wanted = {"vector": 1, "matrix": 2, "covariance": 2}.get(kind)
    if wanted != len(points) or not (scope.is_entry(stem) or scope.declared.kind(stem)):
        return None
    matrix = scope.matrix(stem)
    use_matrix(elaborator, matrix)
    claimed_name(elaborator, node)
    base = Term("matrix", (), matrix.name)
    return powered(elaborator, Term("entry", (base, *points)), node)


def _index_point(elaborator: Elaborator, letter: str, count: int) -> Term | None:
    """The point that an index stands for; one of two may be free, and so may both.

    So may the one of a vector that is declared and written without an index as well.
    """
    found = elaborator.bound.get(letter)
    if found is not None or count == 1 or letter not in INDEX_LETTERS:
        return found
    sort = elaborator.scope.sort_of_entries(letter) or elaborator.scope.dimension_sort()
    elaborator.scope.note_sort(sort)
    elaborator.used.add(sort)
    return Term("point", (), (letter, sort.name))


def _on_diagonal(elaborator: Elaborator, node: Node, spread: Spread, point: Term) -> Term:
    matrix = elaborator.scope.covariance_of(spread)
    use_matrix(elaborator, matrix)
    base = Term("matrix", (), matrix.name)
    variance = Term("entry", (base, point, point))
    elaborator.claim(node)
    elaborator.claim_all(node.sub or ())
    if not spread.squared:
        return elaborator.scripted(variance, node)
    if node.sup is not None and names.text(node.sup) == "2":
        elaborator.claim_all(node.sup)
        return variance
    return elaborator.scripted(terms.power(variance, terms.num(Fraction(1, 2))), node)


def _applied_parameter(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``mu(x)`` where a normal law has it for its mean."""
    following = cursor.peek()
    if following is None or following.kind != "fence" or following.text != "()":
        return None
    bare = replace(following, sup=None, sub=None)
    written = applied_name((replace(node, sup=None), bare))
    matrix = elaborator.scope.applied_parameter(written) if written else None
    if matrix is None or node.sup is not None:
        return None
    fixed(elaborator, following)
    elaborator.claim_all((node,))
    elaborator.claim(cursor.take())
    elaborator.claim_all(following.parts[0])
    elaborator.no_subscript(following)
    use_matrix(elaborator, matrix)
    return elaborator.scripted(Term("matrix", (), matrix.name), following)


def _applied_entry(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    r"""``\mu_j(x)``, ``\sigma_{\phi,j}^2(x)``: an entry of a parameter that is written with (x)."""
    following, scope = cursor.peek(), elaborator.scope
    if node.sub is None or following is None or not is_argument(replace(following, sup=None)):
        return None
    *label, last = arguments(node.sub)
    point = elaborator.bound.get(names.text(last.row))
    stem = "_".join((names.stem(node), *(names.text(part.row) for part in label)))
    argument = names.text((replace(following, sup=None),))
    matrix = scope.applied_parameter(f"{names.printable(stem)}{argument}")
    spread = scope.spread_named(f"{stem}{argument}")
    vector = matrix is not None and matrix.columns == SCALAR_SORT != matrix.rows
    if point is None or not (spread is not None or vector):
        return None
    fixed(elaborator, following)
    elaborator.claim_all((replace(following, sup=None),))
    elaborator.claim(cursor.take())
    elaborator.claim(node)
    elaborator.claim_all(node.sub)
    power = following.sup if following.sup is not None else node.sup
    if following.sup is not None and node.sup is not None:
        raise Unreadable("SK401", node.span, "a power before the argument, and one behind it")
    if spread is not None:
        return _on_diagonal(elaborator, replace(node, sup=power), spread, point)
    if matrix is None:
        return None
    use_matrix(elaborator, matrix)
    entry = Term("entry", (Term("matrix", (), matrix.name), point))
    return elaborator.scripted(entry, replace(node, sup=power))


def _no_index_in(elaborator: Elaborator, node: Node) -> None:
    """A bound index in a script makes more of a name than a number, vector or matrix."""
    stem, _, label = names.key(node).partition("_")
    if elaborator.scope.is_indexed(stem, label):
        message = f"{names.key(node)} is an entry, or one of many with an index: not read yet"
        raise Unreadable("SK401", node.span, message)
    for inner in (n for top in node.sub or () for n in top.walk()):
        if inner.kind == "name" and names.key(inner) in elaborator.bound:
            message = f"{names.key(node)} depends on {names.key(inner)}, which is not read yet"
            raise Unreadable("SK401", node.span, message)


def _not_applied(elaborator: Elaborator, node: Node, cursor: Cursor, kind: str) -> None:
    """``a(b)`` with an undeclared a is a product or a function: neither is guessed."""
    following = cursor.peek()
    if following is None or following.kind != "fence" or kind not in SHAPED:
        return
    if following.text == "langlerangle":
        return  # the mean that a number is multiplied by
    inner = names.unwrapped(following.parts[0])
    whole = len(inner) == 1 or any(n.kind == "punct" for n in inner)
    name = names.key(node)
    if (elaborator.scope.is_plain(name) or elaborator.scope.is_counted(name)) and not whole:
        return
    short = node.text.isascii() and len(node.text) == 1 and node.style != "bold"
    of_names = all(n.kind == "name" for n in inner)  # \tau(AB), a trace perhaps
    if not whole and not ((short or of_names) and kind == "number"):
        return
    message, advice = (
        f"{name}(...) is a function of it or a product with it",
        f"declare {name}, or write \\cdot",
    )
    if node.text in NOTIONS and node.sub is None and not elaborator.scope.declared.kind(name):
        message = f"{name}(...) is of nothing that is known as a variable or a law"
        advice = f"declare what {name} is of"
    raise Unreadable("SK201", node.span, message, advice)


def _matrix(elaborator: Elaborator, name: str) -> Term:
    if elaborator.scope.renamed.get(name) in UNITS:
        return _unit(elaborator, elaborator.scope.dimension)
    matrix = elaborator.scope.matrix(name)
    use_matrix(elaborator, matrix)
    return Term("matrix", (), matrix.name)


def _variance(elaborator: Elaborator, name: str) -> Term:
    matrix = elaborator.scope.variance(name)
    use_matrix(elaborator, matrix)
    return Term("matrix", (), matrix.name)


def _deviation(elaborator: Elaborator, name: str) -> Term:
    """A standard deviation, as the root of the variance."""
    return terms.power(_variance(elaborator, name), terms.div(terms.ONE, terms.num(2)))


def _isotropic(elaborator: Elaborator, name: str) -> Term:
    """The variance of a multiple of the identity, as the mean of its diagonal."""
    spread = elaborator.scope.spread_named(name)
    if spread is None:
        raise Unreadable("SK401", (0, 0), f"{name} is no variance")
    matrix = elaborator.scope.covariance_of(spread)
    use_matrix(elaborator, matrix)
    trace = Term("trace", (Term("matrix", (), matrix.name),))
    return terms.div(trace, Term("size", (), matrix.rows))


def _isotropic_deviation(elaborator: Elaborator, name: str) -> Term:
    return terms.power(_isotropic(elaborator, name), terms.num(Fraction(1, 2)))


def _number(elaborator: Elaborator, name: str) -> Term:
    number = elaborator.scope.number(name)
    elaborator.used.add(number)
    return Term("sym", (), number.name)


NO_VALUES = {
    "partial": "derivatives like this one are not read yet",
    "infty": "infinity is no number",
    "emptyset": "a set stands where a number is expected",
    **dict.fromkeys(("top", "intercal", "dagger", "star"), "a mark without what it belongs to"),
    **dict.fromkeys(("bit", "bits", "nat", "nats"), "units are not read yet"),
    **dict.fromkeys(("const", "Const", "cst"), "an unspecified constant is not read yet"),
}
KINDS: dict[str, Callable[[Elaborator, str], Term]] = {
    "matrix": _matrix,
    "vector": _matrix,
    "covariance": _matrix,
    "scalar mean": _matrix,
    "variance": _matrix,
    "deviation": _deviation,
    "isotropic variance": _isotropic,
    "isotropic deviation": _isotropic_deviation,
    "number": _number,
}
VARIANCES = {"deviation": _variance, "isotropic deviation": _isotropic}
READINGS: tuple[Reading, ...] = (
    _nabla,
    indicators.named,
    _no_value,
    _defined,
    _normal_value,
    variation.named,
    _notion,
    _bound,
    _applied_entry,
    _applied_parameter,
    probability,
    law,
    real_function,
    function,
    _constant,
    _identity,
    _size,
    _plain,
)

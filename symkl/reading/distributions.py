"""Distributions as operands: P, p(x, y), p(x) p(y), p_{Y|X}, N(mu, Sigma)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Law, Matrix, Sort
from symkl.kernel.errors import KernelError
from symkl.kernel.terms import Term, free_points
from symkl.language.written import Written
from symkl.prove.search import prove
from symkl.reading import names
from symkl.reading.arguments import Argument, arguments, divided_at_bar
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.elaborate import Elaborator
from symkl.reading.laws import WHOLE_NUMBERS, coin_law
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.mixtures import laws_mixed, of_weight
from symkl.reading.seeing import chance_of
from symkl.reading.usage import COINS, NORMAL_LETTERS, Normal

Points = Mapping[str, Term]  # random variable to its value


@dataclass(frozen=True)
class Distribution:
    """A function of the values of its variables; ``outcomes`` are the letters written for them."""

    variables: tuple[str, ...]
    sorts: tuple[str, ...]
    value: Callable[[Points], Term]
    outcomes: tuple[str, ...]
    whole: str = ""  # the law, where this is all of it
    weight: Term | None = None  # the probability of the conditions, where the law knows it
    conditions: tuple[Term, ...] = ()

    def points(self) -> dict[str, Term]:
        """A point for each variable, by the letters written."""
        return {
            variable: Term("point", (), (outcome, sort))
            for variable, outcome, sort in zip(
                self.variables, self.outcomes, self.sorts, strict=True
            )
        }

    def bound(self) -> dict[str, Term]:
        """The names that stand for the points: the letters written, and their capitals."""
        points = self.points()
        pairs = [(o, points[v]) for v, o in zip(self.variables, self.outcomes, strict=True)]
        plain = [(o, point) for o, point in pairs if ":" not in o]  # \hat X is not X
        return {**{names.variable_of(o): point for o, point in plain}, **dict(pairs)}


def distribution(elaborator: Elaborator, row: Row, span: Span) -> Distribution:
    """The distribution that a row names; raises Unreadable when it names none."""
    row = names.unwrapped(row)
    mixed = _mixed(elaborator, row)
    if mixed is not None:
        return mixed
    found: list[Distribution] = []
    at = 0
    while at < len(row):
        node = row[at]
        if node.kind == "op" and node.text in ("*", "times", "otimes") and found:
            elaborator.claim(node)
            at += 1
            continue
        if node.kind != "name" and node.text not in COINS:
            raise Unreadable("SK302", node.span, "a distribution is expected here")
        fence = row[at + 1] if at + 1 < len(row) and row[at + 1].kind == "fence" else None
        found.append(_one(elaborator, node, fence))
        at += 1 if fence is None else 2
    if not found:
        raise Unreadable("SK302", span, "a distribution is expected here")
    return found[0] if len(found) == 1 else product(found, span_of(row, span))


def is_mixture(elaborator: Elaborator, row: Row) -> bool:
    """Whether a row is a sum of multiples of laws, and nothing that is no law or number."""
    scope, found = elaborator.scope, laws_mixed(row)
    return sum(name in scope.laws for name in found) > 1


def _mixed(elaborator: Elaborator, row: Row) -> Distribution | None:
    """``(P + Q)/2`` as a law of the variables of P and Q; it must sum to 1."""
    if not is_mixture(elaborator, row):
        return None
    laws = [law_of(elaborator, name) for name in laws_mixed(row) if name in elaborator.scope.laws]
    first = laws[0]
    if any(law.coords != first.coords or law.given for law in laws):
        raise Unreadable("SK104", span_of(row), "laws of different variables are mixed")

    def value(points: Points) -> Term:
        bound = {names.outcome_of(variable): point for variable, point in points.items()}
        with elaborator.binding({**points, **bound}):
            return elaborator.inside(row, span_of(row))

    variables, sorts = (tuple(part) for part in zip(*first.coords, strict=True))
    outcomes = tuple(map(names.outcome_of, variables))
    mixture = Distribution(variables, sorts, value, outcomes)
    weights = {str(t.label) for t in value(mixture.points()).walk() if t.head == "sym"}
    if weights:
        elaborator.doubt = of_weight(", ".join(sorted(weights)))
    if not _is_normalised(elaborator, mixture):
        raise Unreadable("SK104", span_of(row), "the weights of this mixture do not sum to 1")
    return mixture


def _is_normalised(elaborator: Elaborator, law: Distribution) -> bool:
    points = law.points()
    binders = tuple((p.label[0], p.label[1]) for p in points.values())
    total = terms.total(binders, law.value(points))
    try:
        return prove(Claim(elaborator.context, total, "=", terms.ONE)) is not None
    except KernelError:
        return False


def product(parts: list[Distribution], span: Span) -> Distribution:
    """The product of laws; raises Unreadable when two of them share a variable."""
    variables = tuple(v for part in parts for v in part.variables)
    if len(set(variables)) != len(variables):
        raise Unreadable("SK104", span, "the factors of a product share a variable")

    def value(points: Points) -> Term:
        return terms.mul(*(part.value(points) for part in parts))

    sorts = tuple(s for part in parts for s in part.sorts)
    return Distribution(variables, sorts, value, tuple(o for part in parts for o in part.outcomes))


def _one(elaborator: Elaborator, node: Node, fence: Node | None) -> Distribution:
    if node.text in NORMAL_LETTERS and node.style in ("cal", "rm", "") and fence is not None:
        return _normal(elaborator, node, fence)
    if fence is not None and (chance := chance_of((node, fence))):
        return _coin(elaborator, node, fence, chance)
    if node.sup is not None and not names.starred(node):
        raise Unreadable("SK401", node.span, "a power of a distribution")
    elaborator.claim(node)
    for script in (node.sub, node.sup):
        elaborator.claim_all(script or ())
    alias = elaborator.scope.aliases.get(names.key(node))
    if alias is not None and fence is None:
        return distribution(elaborator, alias, node.span)
    parametrised = names.key(node)
    if fence is not None:
        parametrised = elaborator.scope.parameters_of(parametrised, fence)
    if fence is not None and parametrised != names.key(node):
        elaborator.claim(fence)
        if parametrised in elaborator.scope.laws:
            return at_arguments(elaborator, parametrised, fence, node.span)
    base, targets, given = reference(elaborator, node)
    if fence is None:
        return _of_law(elaborator, base, targets, given, _at_values(elaborator, node), node.span)
    elaborator.claim(fence)
    return at_arguments(elaborator, base, fence, node.span, targets or (), given)


def _at_values(elaborator: Elaborator, node: Node) -> Points:
    """The points in the subscript of ``P_{Y|X=x}``."""
    found = elaborator.scope.values_given(names.key(node))
    pairs = (point(elaborator, Node("name", name, node.span), v) for v, name in found.items())
    return dict(pairs)


def reference(
    elaborator: Elaborator, node: Node
) -> tuple[str, tuple[str, ...] | None, tuple[str, ...]]:
    """The law that a name stands for, with the variables and conditions in its subscript."""
    scope, name = elaborator.scope, names.key(node)
    base = scope.density_of(name)
    if base in scope.laws:
        if base != name:
            elaborator.note(node.span, f"{name} is read as the law with the density {base}")
        return base, None, ()
    family = scope.family(name)
    if family is not None and family[0] in scope.laws:
        return family
    raise Unreadable("SK101", node.span, f"{name!r} is not known as a distribution")


def law_of(elaborator: Elaborator, base: str) -> Law:
    """The law, which is then among the declarations used."""
    unread = elaborator.scope.unread_laws.get(base)
    if unread is not None:
        raise Unreadable(unread.code, span_of((), unread.span), f"{base} is {unread.message}")
    law = elaborator.scope.laws[base]
    elaborator.used.add(law)
    for _, sort in law.coords:
        elaborator.used.update(elaborator.scope.declarations_of_sort(sort))
    for chance in (law.family or ())[1:]:
        if not chance[0].isdigit():
            elaborator.used.add(elaborator.scope.number(chance))
    for parameter in law.normal or ():
        matrix = elaborator.scope.parameter(parameter)
        if parameter in elaborator.bound or elaborator.scope.is_point(parameter):
            message = f"{law.name} has the value {parameter} of a variable for a parameter"
            raise Unreadable("SK401", (0, 0), message)
        inside = set(re.split(r"[\W_]+", re.split(r"[(_]", parameter, maxsplit=1)[-1]))
        if re.search(r"[(_]", parameter) and inside & elaborator.bound.keys():
            message = f"the parameter {parameter} of {base} is another one for every bound value"
            raise Unreadable("SK401", (0, 0), message)
        if matrix is not None:
            use_matrix(elaborator, matrix)
            if parameter in elaborator.scope.expressions:
                elaborator.used.update(_worked_out(elaborator, matrix).declarations)
    return law


def _worked_out(elaborator: Elaborator, matrix: Matrix) -> Written:
    """The expression that a parameter of a normal law is; the scope remembers it."""
    scope, name = elaborator.scope, matrix.name
    if name in scope.worked_out:
        return scope.worked_out[name]
    row = scope.expressions[name]
    for node in (n for top in row for n in top.walk()):
        if node.kind == "name" and names.key(node) in elaborator.bound:
            message = f"the parameter {name} is another one for every {names.key(node)}"
            raise Unreadable("SK401", node.span, message)
    reader = Elaborator(scope, elaborator.factors)
    term = reader.side(row)
    if reader.shape(term, span_of(row)) != (matrix.rows, matrix.columns):
        raise Unreadable("SK102", span_of(row), "this parameter has not the shape of its law")
    if free_points(term):
        message = "a normal law whose parameter depends on the value of a variable"
        raise Unreadable("SK401", span_of(row), message)
    scope.worked_out[name] = Written(term, reader.used)
    return scope.worked_out[name]


def fixed(elaborator: Elaborator, fence: Node) -> None:
    """Refuse ``mu(x)`` as a parameter where x is bound: it is another one for every x."""
    for node in (n for top in fence.parts[0] for n in top.walk()):
        if node.kind == "name" and names.key(node) in elaborator.bound:
            message = f"this depends on {names.key(node)}, which is bound"
            raise Unreadable("SK401", node.span, message)


def use_matrix(elaborator: Elaborator, matrix: Matrix) -> None:
    """Note a matrix, and the sorts of its indices, among the declarations used."""
    elaborator.used.add(matrix)
    for dimension in {matrix.rows, matrix.columns} - {SCALAR_SORT}:
        elaborator.used.add(Sort(dimension, dimension))


def _of_law(
    elaborator: Elaborator,
    base: str,
    targets: tuple[str, ...] | None,
    given: tuple[str, ...],
    at: Points,
    span: Span,
    outcomes: tuple[str, ...] | None = None,
) -> Distribution:
    """The law, or its marginal or conditional in these variables."""
    law = law_of(elaborator, base)
    conditions = tuple(given) or law.given
    chosen = targets or tuple(c for c, _ in law.coords if c not in conditions)
    known = [c for c, _ in law.coords]
    for variable in (*chosen, *conditions):
        if variable not in known:
            raise Unreadable("SK104", span, f"{law.name} is not a law of {variable}")
    missing = [c for c in conditions if c not in at]
    fixed = {**at, **{c: _standing(elaborator, c, law, span) for c in missing}}

    def value(points: Points) -> Term:
        children = [points[c] for c in chosen] + [fixed[c] for c in conditions]
        return Term("value", tuple(children), (law.name, chosen, conditions))

    letters = outcomes or tuple(names.outcome_of(c) for c in chosen)
    sorts = tuple(law.sort_of(c) for c in chosen)
    whole = base if not conditions and set(chosen) == set(known) else ""
    at_points = tuple(fixed[c] for c in conditions)
    weight = Term("value", at_points, (law.name, conditions, ()))
    return Distribution(
        chosen,
        sorts,
        value,
        letters,
        whole,
        weight if conditions and not law.given else None,
        at_points,
    )


def _standing(elaborator: Elaborator, variable: str, law: Law, span: Span) -> Term:
    """The value of a condition that is not written: a bound one, or a point of the whole chain."""
    outcome = names.outcome_of(variable)
    if outcome in elaborator.bound:
        return elaborator.bound[outcome]
    if elaborator.scope.is_open(outcome) and not elaborator.averages:
        elaborator.could_average = True
        return point(elaborator, Node("name", outcome, span), variable)[1]
    raise Unreadable(
        "SK104",
        span,
        f"{law.name} is conditional on {variable}, whose value is not given",
        f"write the condition, as in {law.name}(.|{outcome})",
    )


def at_arguments(
    elaborator: Elaborator,
    base: str,
    fence: Node,
    span: Span,
    of: tuple[str, ...] = (),
    on: tuple[str, ...] = (),
) -> Distribution:
    """``p(x, y)`` as a distribution: its target arguments only say which variables are meant.

    ``of`` and ``on`` are the variables and conditions in the subscript of the law.
    """
    parts = arguments(fence.parts[0])
    for part in parts:
        if part.mark == ";":  # a parameter, which is part of the law's name
            claim_separator(elaborator, part)
            elaborator.claim_all(part.row)
    targets, given = divided_at_bar([part for part in parts if part.mark != ";"])
    if not targets:
        raise Unreadable("SK104", fence.span, f"{base} has no arguments in its brackets")
    law = elaborator.scope.laws[base]
    at, behind = {}, set[str]()
    for place, part in enumerate(given):
        variable, point = condition(elaborator, part, on[place] if place < len(on) else "")
        behind.add(variable)
        if variable not in elaborator.scope.fixed.get(base, frozenset()):
            at[variable] = point
    variables: list[str] = []
    outcomes: list[str] = []
    for part in targets:
        name = _plain_argument(elaborator, part)
        if name == ".":  # all that is not behind the bar
            whole = of or tuple(c for c, _ in law.coords if c not in {*law.given, *behind})
            variables += whole
            outcomes += map(names.outcome_of, whole)
            continue
        variable = elaborator.scope.variable_of(name)
        variables.append(variable)
        outcomes.append(names.outcome_of(variable) if names.is_capital(name) else name)
    if of and set(variables) != set(of):
        raise Unreadable("SK104", span, "the subscript names other variables")
    return _of_law(
        elaborator, base, tuple(variables), tuple(at), at, span, outcomes=tuple(outcomes)
    )


def _plain_argument(elaborator: Elaborator, part: Argument) -> str:
    claim_separator(elaborator, part)
    row = names.unwrapped(part.row)
    if len(row) == 1 and row[0].text in ("*", ".", "cdot"):
        elaborator.claim(row[0])
        return "."
    node = names.single(row)
    if node is None or node.sup is not None:
        raise Unreadable("SK104", span_of(part.row), "a plain argument is expected here")
    elaborator.claim_all(part.row)
    return names.key(node)


def claim_separator(elaborator: Elaborator, part: Argument) -> None:
    """Account for the comma or bar before an argument."""
    if part.separator is None:
        return
    elaborator.claim(part.separator)
    if part.separator.style == "escaped" and part.mark == "||":
        elaborator.note(part.separator.span, "\\| is read as the bar of a condition")


def condition(elaborator: Elaborator, part: Argument, variable: str = "") -> tuple[str, Term]:
    """``x``, ``X`` or ``X = x`` behind the bar: the variable and the point it takes."""
    claim_separator(elaborator, part)
    row = names.unwrapped(part.row)
    for place, node in enumerate(row):
        if node.kind == "rel" and node.text == "=":
            left = names.single(row[:place])
            if left is None:
                raise Unreadable("SK104", node.span, "an event X = x is expected here")
            elaborator.claim(node)
            elaborator.claim_all(row[:place])
            variable, row = names.key(left), row[place + 1 :]
            break
    single = names.single(row)
    if single is None:
        raise Unreadable("SK104", span_of(part.row), "a plain condition is expected here")
    return point(elaborator, single, variable)


def point(
    elaborator: Elaborator, node: Node, variable: str = "", of_law: bool = True
) -> tuple[str, Term]:
    """The point that a name stands for as an argument, with its random variable.

    ``p(X)`` where nothing binds X is read as p at any value; a function of X is a variable itself.
    """
    name = names.key(node)
    if node.sup is not None and not names.starred(node):
        raise Unreadable("SK401", node.span, "a power where a value of a variable is expected")
    elaborator.claim(*node.walk())
    if ":" in name.partition("_")[2]:
        raise Unreadable("SK401", node.span, f"{name} is a sequence of variables: not read yet")
    scope = elaborator.scope
    of = variable or scope.variable_of(name)
    if name in elaborator.bound:
        return of, elaborator.bound[name]
    if name.partition("_")[2] in elaborator.bound:
        message = f"{name} is another value for every {name.partition('_')[2]}, which is bound"
        raise Unreadable("SK401", node.span, message)
    if scope.is_distribution(name) and not variable:
        raise Unreadable("SK104", node.span, f"{name} is a distribution, not a value")
    if names.is_capital(name):
        low = names.outcome_of(name)
        if low in elaborator.bound:
            return of, elaborator.bound[low]
        if not of_law:
            message = f"{name} is a random variable here, and nothing binds its value"
            raise Unreadable("SK202", node.span, message)
        elaborator.note(node.span, f"{name} is read as a value {low} of it, whichever")
        name = low
    sort = scope.space_of(of)
    scope.note_sort(sort)
    elaborator.used.update(scope.declarations_of_sort(sort.name))
    return of, Term("point", (), (name, sort.name))


def _coin(elaborator: Elaborator, node: Node, fence: Node, chance: str) -> Distribution:
    r"""``\mathrm{Bern}(p)`` as a law of its own."""
    elaborator.claim(node, fence)
    elaborator.claim_all(fence.parts[0])
    scope, base = elaborator.scope, f"Bern({chance})"
    name = f"Bern_{names.printable(chance)}".replace("/", "_")
    scope.laws[base] = coin_law(name, "X", chance)
    scope.note_sort(WHOLE_NUMBERS)
    return _of_law(elaborator, base, None, (), {}, node.span)


def _normal(elaborator: Elaborator, node: Node, fence: Node) -> Distribution:
    """``N(mu, Sigma)`` or ``N(x; mu, Sigma)`` as a law of its own."""
    elaborator.claim(node, fence)
    parts = arguments(fence.parts[0])
    if len(parts) not in (2, 3) or node.sub is not None or node.sup is not None:
        raise Unreadable("SK104", fence.span, "N takes a mean and a covariance")
    for part in parts:
        claim_separator(elaborator, part)
        elaborator.claim_all(part.row)
    scope = elaborator.scope
    normal = Normal("", parts[-2].row, parts[-1].row, node.span)
    parameters = scope.normal_parameters(normal)
    letter = names.single(parts[0].row) if len(parts) == 3 else None
    outcome = names.key(letter) if letter is not None else scope.unused_outcome()
    matrices = [scope.parameter(name) for name in parameters]
    unit = names.text(parts[-1].row) == "1"
    scalar = unit or any(m is not None and m.rows == SCALAR_SORT for m in matrices)
    sort = scope.vector_space(scalar)
    variable = names.variable_of(outcome)
    label = ",".join(name or default for name, default in zip(parameters, "0I", strict=True))
    base = f"N({label})"
    scope.laws[base] = Law(base, ((variable, sort.name),), normal=parameters)
    scope.note_sort(sort)
    return _of_law(elaborator, base, None, (), {}, node.span, outcomes=(outcome,))

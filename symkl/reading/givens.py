"""Hypotheses of a chain as statements that the kernel is given, and those that it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from symkl.derivation import Step
from symkl.kernel.check import Claim
from symkl.kernel.context import Function, Law, Matrix, Number, Sort
from symkl.kernel.equations import is_moment
from symkl.kernel.errors import KernelError
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import ZERO, Term, free_points, mul
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written, context_of
from symkl.prove.search import prove
from symkl.reading import names
from symkl.reading.assumed import Hypothesis
from symkl.reading.chain import Chain
from symkl.reading.declared import Declared, Said
from symkl.reading.demands import sign_said
from symkl.reading.dependence import Dependence, factorised
from symkl.reading.diagnostics import Unreadable
from symkl.reading.hypotheses import Quantifier
from symkl.reading.indices import LETTERS, letters_in
from symkl.reading.layout import Node
from symkl.reading.numbered_laws import NumberedLaws
from symkl.reading.properties import given_of_properties, property_said
from symkl.reading.properties import statement as property_statement
from symkl.reading.scope import Scope
from symkl.reading.sides import ReadSide, read_side
from symkl.reading.spreads import UNITS
from symkl.reading.uniform import Uniform, largest_entropy, law_of, marginal, worked_in
from symkl.reading.uniform import statement as uniform_statement
from symkl.reading.usage import Usage

Assumed = Dependence | Uniform | Chain
MEANT = {"equiv": "=", ":=": "=", "=:": "="}
PARTICULAR = re.compile(r"[a-h]|.*(?:_\{?(?:0|\*|star|old|new)\}?|\*)")  # points of their own
BOUNDING = frozenset({"<=", ">=", "<", ">"})
READ = frozenset({"=", "<=", ">=", "<", ">", "equiv"})


@dataclass
class Givens:
    """Statements to be given, and the words of a hypothesis that could not become one."""

    statements: list[Statement] = field(default_factory=list)
    worked_in: list[Statement] = field(default_factory=list)  # already part of what is written
    helpers: list[Statement] = field(default_factory=list)  # that follow, and help with proofs
    doubt: str = ""


def givens(
    hypotheses: Iterable[Hypothesis | Dependence],
    scope: Scope,
    sides: list[ReadSide],
    usage: Usage,
    numbered: NumberedLaws,
) -> Givens:
    """What the hypotheses say about the laws, matrices and numbers of a chain."""
    gathering = _Gathering(scope, sides, usage, numbered)
    single = list(_single(hypotheses))
    for hypothesis in single:
        gathering.add(hypothesis, is_alone=len(single) == 1)
    return gathering.completed()


class _Gathering:
    """The statements of hypotheses, one after the other, and which of them concern the chain."""

    def __init__(
        self, scope: Scope, sides: list[ReadSide], usage: Usage, numbered: NumberedLaws
    ) -> None:
        self.scope, self.usage, self.found, self.numbered = scope, usage, Givens(), numbered
        self.written = [side.expression for side in sides if side.expression is not None]
        self.about = _names(frozenset().union(*(w.declarations for w in self.written)))
        self.candidates = list(_of_parameters(scope.worked_out, self.written))
        self.uniform: list[Statement] = []
        self.following: dict[int, list[Statement]] = {}

    def add(self, hypothesis: Hypothesis | Dependence, is_alone: bool) -> None:
        """What one hypothesis says: a statement, or a doubt where it is not understood."""
        said = hypothesis.said if isinstance(hypothesis, Hypothesis) else hypothesis
        if set(_equal_names(said)) & self.scope.renamed.keys():
            return
        if isinstance(said, Uniform) and (law := law_of(said, self.scope)) is not None:
            if law.name in self.about:
                self.found.worked_in.append(uniform_statement(law, self.scope))
            return
        signed = sign_said(said) if isinstance(said, Chain) else None
        if signed is not None and self.scope.has_weights(signed[0]):
            return
        if isinstance(said, Chain) and [link.relation for link in said.links] == ["in"]:
            numbers = {
                d.name for w in self.written for d in w.declarations if isinstance(d, Number)
            }
            if _mentioned(said) & numbers:  # outcomes are of the alphabets that they have
                self._doubt(said)
            return
        statement = self._statement(hypothesis, said)
        if isinstance(said, Dependence) and self._is_of_others(said, is_alone):
            return
        if statement is not None:
            self._add_statement(statement, said)
        elif _concerns(said, self.usage, self.scope) or _mentioned(said) & self.about:
            self._doubt(said)

    def _doubt(self, said: Assumed) -> None:
        self.found.doubt = self.found.doubt or _words(said)

    def _statement(self, hypothesis: Hypothesis | Dependence, said: Assumed) -> Statement | None:
        try:
            statement = _statement(said, self.scope)
        except Unreadable:
            return None
        if statement is not None and _is_at_some_point(hypothesis, statement):
            return None
        return None if statement is None else self.numbered.in_statements([statement])[0]

    def _is_of_others(self, said: Dependence, is_alone: bool) -> bool:
        """Whether a dependence says nothing of the variables of the chain."""
        if not _concerns(said, self.usage, self.scope):
            return True
        return is_alone and said.is_empty_for(_variables_in(self.usage, self.scope))

    def _add_statement(self, statement: Statement, said: Assumed) -> None:
        if isinstance(said, Dependence) and not said.is_of_one_law(self.scope, self.about):
            self._doubt(said)
        if any(_is_same(known, statement) for known in self.candidates):
            return
        self.candidates.append(statement)
        if isinstance(said, Dependence):
            self.following[id(statement)] = said.consequences(self.scope)
        if isinstance(said, Uniform):
            self.uniform.append(statement)

    def completed(self) -> Givens:
        """The statements that matter, with properties of matrices and what helps with entropies."""
        found = self.found
        self.candidates += _of_parameters(
            self.scope.roots, [*self.written, *_sides(self.candidates)]
        )
        relevant, about = _relevant(self.candidates, self.about)
        found.statements += [one for one in relevant if not _is_always_true(one)]
        stated = {statement.lhs.term for statement in found.statements}
        # What A is said to be, A = B^T B, comes before what its properties say.
        properties = given_of_properties(self.scope, about)
        found.statements += [one for one in properties if one.lhs.term not in stated]
        if any(map(_has_entropies, self.written)):
            own = found.statements
            found.helpers += [largest_entropy(one) for one in own if one in self.uniform]
            found.helpers += [more for one in own for more in self.following.get(id(one), ())]
        return found


def _is_at_some_point(hypothesis: Hypothesis | Dependence, statement: Statement) -> bool:
    """Whether an equation of values holds at a point of its own: ``P(x_0) = Q(x_0)``.

    What is given holds at all points.
    """
    if not isinstance(hypothesis, Hypothesis) or not isinstance(hypothesis.said, Chain):
        return False
    return holds_at_some(statement, hypothesis.quantifier)


def holds_at_some(statement: Statement, said: Quantifier) -> bool:
    """Whether an equation of values is one at some points, as said or by what they are called."""
    left, right = free_points(statement.lhs.term), free_points(statement.rhs.term)
    if statement.lhs.term.head == "value" and statement.relation == "=" and not right <= left:
        return True  # q(z) = q_1(z_1) q_2(z_2), where z is said to be (z_1, z_2) at best
    points = {p for p, _ in left | right}
    one = any(PARTICULAR.fullmatch(point) for point in points) or _is_at_an_index(statement)
    return bool(points) and (said == "some" or (one and said != "all"))


def _is_at_an_index(statement: Statement) -> bool:
    """Whether it is ``y_k = 1``: what holds for every k says what k does, or how many there are."""
    left, right = free_points(statement.lhs.term), free_points(statement.rhs.term)
    numbers = (statement.lhs.term, statement.rhs.term)
    sized = any(t.head == "size" for side in numbers for t in side.walk())
    numbered = {name for name, _ in left ^ right} & LETTERS
    return statement.relation == "=" and bool(numbered) and not sized


def _single(hypotheses: Iterable[Hypothesis | Dependence]) -> Iterator[Hypothesis | Dependence]:
    """The hypotheses, with ``0 <= t <= 1`` as two."""
    for hypothesis in hypotheses:
        said = hypothesis.said if isinstance(hypothesis, Hypothesis) else hypothesis
        if isinstance(hypothesis, Hypothesis) and isinstance(said, Chain) and _is_bounding(said):
            for k, link in enumerate(said.links):
                one = replace(said, sides=said.sides[k : k + 2], links=(link,))
                yield replace(hypothesis, said=one)
        else:
            yield hypothesis


def _is_bounding(said: Chain) -> bool:
    return bool(said.links) and all(link.relation in BOUNDING for link in said.links)


def _relevant(candidates: list[Statement], about: set[str]) -> tuple[list[Statement], set[str]]:
    """Those about the names of a chain, or of matrices that others bring in; and all the names."""
    kept: dict[int, Statement] = {}
    known, before = set(about), -1
    while len(kept) > before:
        before = len(kept)
        for place, statement in enumerate(candidates):
            mentioned = _names(statement.declarations)
            if place not in kept and mentioned & known:
                kept[place] = statement
                known |= set() if _are_numbers(statement.lhs) else mentioned
    return [kept[place] for place in sorted(kept)], known


def helped(step: Step, helpers: list[Statement]) -> Step:
    """The step with what follows from its hypotheses, where that gives a proof.

    Models seldom obey such an equation exactly, so that it would keep them from refuting the step.
    """
    other = replace(step, given=(*step.given, *helpers))
    try:
        claims = other.claims().values() if helpers else ()
        return other if claims and all(prove(claim) is not None for claim in claims) else step
    except (KernelError, LanguageError):
        return step


def _has_entropies(side: Written) -> bool:
    return any(t.head in ("entropy", "mutual_information") for t in side.term.walk())


def _is_same(one: Statement, other: Statement) -> bool:
    return (one.lhs.term, one.relation, one.rhs.term) == (
        other.lhs.term,
        other.relation,
        other.rhs.term,
    )


def renamed(hypotheses: Iterable[Hypothesis], scope: Scope) -> dict[str, str]:
    r"""Names of vectors, matrices and numbers that are assumed to be equal, each by the last.

    ``\Sigma_p = \Sigma_q = \Sigma`` is worked in by reading all of them as Sigma.
    """
    found: dict[str, str] = {}
    for hypothesis in hypotheses:
        equal = _equal_names(hypothesis.said)
        kinds = {_plain_kind(scope.kind(name)) for name in equal if name not in UNITS}
        random = any(scope.is_law(name) or scope.is_variable(name) for name in equal)
        numbered = any(set(letters_in(name.partition("_")[2])) & LETTERS for name in equal)
        if equal and len(kinds) == 1 and not random and not numbered:
            found.update(dict.fromkeys(equal[:-1], equal[-1]))
    return {name: found.get(other, other) for name, other in found.items() if name != other}


def symmetric_by(hypotheses: Iterable[Hypothesis], known: Declared) -> Declared:
    """What is declared, with the matrices of which ``P^T = P`` is assumed as symmetric ones."""
    said = dict(known.said)
    for hypothesis in hypotheses:
        node = _turned(hypothesis.said)
        if node is not None and said.get(key := names.key(node)) is None:
            said[key] = Said(key, "matrix", "formula", node.span, (), frozenset({"symmetric"}))
        elif node is not None and said[key].kind == "matrix":
            said[key] = replace(said[key], flags=said[key].flags | {"symmetric"})
    return replace(known, said=said)


def _turned(said: Assumed) -> Node | None:
    """P of ``P^T = P``."""
    if not isinstance(said, Chain) or [link.relation for link in said.links] != ["="]:
        return None
    one, two = (names.single(side.row) for side in said.sides)
    if one is None or two is None or names.key(one) != names.key(two):
        return None
    marks = [node.sup for node in (one, two) if node.sup is not None]
    return one if len(marks) == 1 and names.is_transpose(marks[0]) else None


def with_uniform(
    sides: list[ReadSide], hypotheses: Iterable[Hypothesis], scope: Scope
) -> list[ReadSide]:
    """The sides with 1/n in place of the values of laws that are assumed to be uniform."""
    said = [h.said for h in hypotheses if isinstance(h.said, Uniform)]
    laws = [law for one in said if (law := law_of(one, scope)) is not None]
    return [_uniform_side(side, laws, scope) for side in sides] if laws else sides


def _uniform_side(side: ReadSide, laws: list[Law], scope: Scope) -> ReadSide:
    if side.written is None:
        return side
    term, declarations = side.written.term, side.written.declarations
    for law in laws:
        if law in declarations:
            term = worked_in(term, law)
            declarations |= frozenset(scope.declarations_of_sort(law.coords[0][1]))
    return replace(side, written=Written(term, declarations))


def _plain_kind(kind: str) -> str:
    return {"covariance": "matrix"}.get(kind, kind)


def _equal_names(said: Assumed) -> list[str]:
    """The names of a chain of equal names; none for anything else."""
    if not isinstance(said, Chain) or any(link.relation != "=" for link in said.links):
        return []
    single = [names.single(side.row) for side in said.sides]
    if len(single) < 2 or not all(node is not None and node.sup is None for node in single):
        return []
    return [names.key(node) for node in single if node is not None]


def _names(declarations: Iterable[object]) -> set[str]:
    """The names that are declared, without spaces."""
    return {d.name for d in declarations if isinstance(d, (Law, Matrix, Number, Function))}


def _statement(said: Assumed, scope: Scope) -> Statement | None:
    if isinstance(said, Dependence):
        return said.statement(scope)
    if isinstance(said, Uniform):
        return marginal(said, scope)
    if len(said.links) != 1 or said.links[0].relation not in READ:
        return None
    equal = _equal_names(said)
    if equal and all(name in scope.laws for name in equal):
        return _equal_laws(scope, *equal)
    if any(scope.is_variable(name) for name in equal):
        return None  # of random variables: no equation between numbers
    left, right = (read_side(scope, side).written for side in said.sides)
    relation = said.links[0].relation
    if left is None or right is None:
        return None
    if relation == "=" and right.term.head in ("matrix", "sym") and _is_moment(left):
        left, right = right, left  # Cov(X) = S says what S is
    if not _are_numbers(left, right):
        return _of_matrices(left, relation, right)
    factors = factorised(left.term, right.term, said.span) if relation == "=" else None
    if factors is not None:
        return factors.statement(scope)
    return Statement(left, MEANT.get(relation, relation), right)


def _equal_laws(scope: Scope, first: str, second: str) -> Statement | None:
    """``P = Q`` for two laws of the same variables."""
    one, two = scope.laws[first], scope.laws[second]
    if one.coords != two.coords or one.given or two.given:
        return None
    points = tuple(Term("point", (), (f"{c.lower()}'", sort)) for c, sort in one.coords)
    variables = tuple(c for c, _ in one.coords)
    sorts = {d for _, sort in one.coords for d in scope.declarations_of_sort(sort)}
    used = frozenset({one, two, *sorts})
    sides = [Written(Term("value", points, (law.name, variables, ())), used) for law in (one, two)]
    shown = (f"{first} = {second}",) * 2
    return Statement(sides[0], "=", sides[1], (shown[0], shown[1]))


def _are_numbers(*sides: Written) -> bool:
    try:
        return all(side.shape == SCALAR for side in sides)
    except LanguageError:
        return False


def _sides(statements: Iterable[Statement]) -> Iterator[Written]:
    for statement in statements:
        yield from (statement.lhs, statement.rhs)


def _is_moment(side: Written) -> bool:
    try:
        return is_moment(context_of(side.declarations), side.term)
    except (KernelError, LanguageError):
        return False


def _of_parameters(values: dict[str, Written], written: Iterable[Written]) -> Iterator[Statement]:
    """That a matrix is an expression: a parameter of a normal law as written, the root squared."""
    matrices = {d for side in written for d in side.declarations if isinstance(d, Matrix)}
    for matrix in sorted(matrices, key=lambda m: m.name):
        value = values.get(matrix.name)
        if value is not None:
            sorts = {s for s in value.declarations if isinstance(s, Sort)}
            own = Written(Term("matrix", (), matrix.name), frozenset({matrix, *sorts}))
            yield Statement(own, "=", value)


def _of_matrices(left: Written, relation: str, right: Written) -> Statement | None:
    """An equation of constant matrices; one at a point would say that it holds at every point."""
    context = context_of(left.declarations | right.declarations)
    points = free_points(left.term) | free_points(right.term)
    if relation != "=" or any(context.is_real_space(sort) for _, sort in points):
        return None
    flag, name = property_said(left.term, right.term)
    known = flag == "symmetric" and context.matrix(name).symmetric  # see symmetric_by
    if flag and not known:
        return property_statement(flag, context.matrix(name), context.matrices)
    zero = right.term == ZERO and right.shape == SCALAR != left.shape
    rhs = Written(mul(ZERO, left.term), left.declarations) if zero else right
    try:
        return Statement(left, "=", rhs) if left.shape == rhs.shape else None
    except LanguageError:
        return None


def _is_always_true(statement: Statement) -> bool:
    """Whether the kernel proves it without any hypothesis, as that probabilities sum to 1."""
    lhs, rhs = statement.lhs, statement.rhs
    try:
        context = context_of(statement.declarations)
        return prove(Claim(context, lhs.term, statement.relation, rhs.term)) is not None
    except (KernelError, LanguageError):
        return False


def _concerns(said: Assumed, usage: Usage, scope: Scope) -> bool:
    """Whether the formulas use names that the hypothesis is about."""
    if isinstance(said, Dependence):
        return len(_variables_in(usage, scope) & set(said.variables)) > 1
    if isinstance(said, Uniform):
        return said.name in usage.names or scope.variable_of(said.name) in map(
            scope.variable_of, usage.names
        )
    about = set(_row_names(said)) - {"e", "pi"}
    return bool(about & usage.names.keys())


def _mentioned(said: Assumed) -> set[str]:
    """The names in what is said, as they are declared; a step may have them by a definition."""
    return set(map(names.printable, _row_names(said))) if isinstance(said, Chain) else set()


def _variables_in(usage: Usage, scope: Scope) -> set[str]:
    arguments = {name for group in usage.entropies for name in group}
    return {scope.variable_of(name) for name in usage.names.keys() | arguments}


def _row_names(chain: Chain) -> Iterator[str]:
    for top in chain.row:
        for node in top.walk():
            if node.kind == "name":
                yield names.key(node)


def _words(said: Assumed) -> str:
    if not isinstance(said, Chain):
        return said.text
    relation = said.links[0].relation if said.links else ""
    return f" {relation} ".join(names.text(side.row) for side in said.sides)

"""From a layout row to a typed term: a Pratt loop over nodes, one table entry a kind of node.

Every node that a term rests on is claimed; a side with a node that nothing claimed is unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context, Declaration
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import SCALAR, Shape, shape
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.declared import SINGULAR
from symkl.reading.diagnostics import Diagnostic, Span, Unreadable
from symkl.reading.differentials import bound_names
from symkl.reading.entrywise import entrywise
from symkl.reading.layout import Node, Row, plain, span_of
from symkl.reading.roots import root
from symkl.reading.scope import Scope
from symkl.reading.slashes import TIMES, divided
from symkl.reading.unexpected import of_brackets, unexpected
from symkl.reading.units import sized

ENDS = ("+", "-", "pm")
MAX_MATRIX_POWER = 8
ITERATED = frozenset({"theta", "phi", "psi", "q"})
USUAL_NUMBERS = frozenset("NKMDTLJCZ")  # sizes and constants, where capitals stand for numbers
STEPS = frozenset({"t", "k", "i", "s", "old", "new"})


@dataclass
class Cursor:
    """A place in a row of nodes that carry meaning."""

    nodes: Row
    span: Span
    at: int = 0

    @classmethod
    def over(cls, row: Row, span: Span) -> Cursor:
        """At the beginning of the row; ``span`` is where the row stands when it is empty."""
        return cls(plain(row), span_of(row, span))

    def peek(self, ahead: int = 0) -> Node | None:
        """The next node, or one further on."""
        place = self.at + ahead
        return self.nodes[place] if place < len(self.nodes) else None

    def take(self) -> Node:
        """The next node, which is passed."""
        node = self.peek()
        if node is None:
            raise Unreadable("SK302", self.end, "something is missing here")
        self.at += 1
        return node

    @property
    def end(self) -> Span:
        """The place after the last node."""
        return self.span[1], self.span[1]


Method = Callable[["Elaborator", Node, Cursor], Term]


@dataclass
class Elaborator:
    """Reads rows in one scope; ``used`` holds the declarations that the terms need."""

    scope: Scope
    factors: Mapping[str, Method]  # how each kind of node is read
    used: set[Declaration] = field(default_factory=set)
    bound: dict[str, Term] = field(default_factory=dict)
    claimed: set[int] = field(default_factory=set)
    notes: list[Diagnostic] = field(default_factory=list)
    averages: bool = False  # whether D(p(y|x) || q(y|x)) is a mean over an x that nothing binds
    doubt: str = ""  # what is assumed of a name beyond its declaration
    could_average: bool = False  # whether that would make a difference
    otherwise: bool = False  # whether what is usual is read in the way that is not
    unusual: str = ""  # what could be read otherwise
    weights: tuple[Term, ...] = ()  # the factors to the left in the product at hand
    unweighted: frozenset[Term] | None = None  # the points that the innermost sum binds
    unbracketed: list[frozenset[tuple[str, str]]] = field(
        default_factory=list
    )  # means at this level
    sizeless: set[Term] = field(default_factory=set)  # identities that are written without a size

    # --- whole rows -----------------------------------------------------------------------------

    def side(self, row: Row) -> Term:
        """The term that a side says; raises Unreadable when any part of it is not understood."""
        term = self.inside(row, span_of(row))
        self._all_claimed(row)
        _one_thing_each(term, span_of(row))
        self.shape(term, span_of(row))
        return Term(term.head, term.args, term.label, span_of(plain(row)))

    def _all_claimed(self, row: Row) -> None:
        for top in plain(row):
            for node in top.walk():
                if node.kind in ("note", "space", "group") or id(node) in self.claimed:
                    continue
                raise Unreadable(
                    "SK304", node.span, f"{node.text or node.kind!r} was left over after reading"
                )

    def inside(self, row: Row, span: Span) -> Term:
        """The term of a row that must be used up."""
        cursor = Cursor.over(row, span)
        term = self.expression(cursor)
        left = cursor.peek()
        if left is not None:
            raise unexpected(left, "does not continue what precedes")
        return term

    def claim(self, *nodes: Node) -> None:
        """Account for nodes; their parts and scripts are accounted for on their own."""
        self.claimed.update(id(node) for node in nodes)

    def claim_applied(self, name: Node, fence: Node, separator: Node | None) -> None:
        """Account for a name with its subscript, the bracket behind it, and what divides that."""
        self.claim(name, fence)
        self.claim_all(name.sub or ())
        if separator is not None:
            self.claim(separator)

    def claim_all(self, row: Row) -> None:
        """Account for a whole row whose meaning is part of a name."""
        for node in row:
            self.claim(*node.walk())

    def note(self, span: Span, message: str) -> None:
        """Tell the author of a notation that readers may stumble over."""
        self.notes.append(Diagnostic("SK501", span, message))

    @contextmanager
    def binding(self, points: dict[str, Term], weighted: bool = False) -> Iterator[None]:
        """Within, these names stand for bound points; a mean gives them their weights itself."""
        outer = self.bound, self.unweighted, self.weights
        self.bound = {**self.bound, **points}
        self.unweighted = frozenset() if weighted else frozenset(points.values())
        self.weights = ()
        try:
            yield
        finally:
            self.bound, self.unweighted, self.weights = outer

    def shape(self, term: Term, span: Span) -> Shape:
        """Rows and columns of a term; raises Unreadable when its parts do not fit."""
        try:
            return shape(self.context, term)
        except IllFormed as error:
            raise Unreadable("SK102", span, _in_words(str(error))) from error

    @property
    def context(self) -> Context:
        """The declarations used so far."""
        try:
            return Context.of(sorted(self.used, key=repr))
        except IllFormed as error:
            raise Unreadable("SK103", (0, 0), str(error)) from error

    # --- sums and products ----------------------------------------------------------------------

    def expression(self, cursor: Cursor, until: Callable[[Cursor], bool] | None = None) -> Term:
        """A sum of products, up to the end of the row or a place that ``until`` knows."""
        found: list[Term] = []
        captured: list[tuple[frozenset[str], Node]] = []
        outside, self.unbracketed, before = self.unbracketed, [], 0
        while True:
            sign = self._sign(cursor, first=not found)
            start = cursor.at
            term = self.product(cursor, until)
            self._not_bound_before(cursor.nodes[start : cursor.at], captured)
            captured += _bound_at_top(cursor.nodes[start : cursor.at])
            self._not_averaged_before(term, before, cursor.nodes[start].span)
            before = len(self.unbracketed)
            found.append(terms.neg(term) if sign < 0 else term)
            following = cursor.peek()
            if following is None or (until is not None and until(cursor)):
                break
            if following.kind != "op" or following.text not in ENDS:
                break
        self.unbracketed = outside
        if len(found) == 1:
            return found[0]
        whole = terms.add(*sized(found, self.sizeless, self._shape_if_any))
        self.shape(whole, cursor.span)
        return whole

    def _shape_if_any(self, term: Term) -> Shape | None:
        try:
            return shape(self.context, term)
        except IllFormed:
            return None

    def _sign(self, cursor: Cursor, first: bool) -> int:
        node = cursor.peek()
        if node is None:
            raise Unreadable("SK302", cursor.end, "something is missing here")
        if node.kind != "op" or node.text not in ENDS:
            return 1
        if node.text == "pm":
            raise Unreadable("SK401", node.span, "a double sign says two things at once")
        self.claim(cursor.take())
        return -1 if node.text == "-" else 1

    def _not_bound_before(self, nodes: Row, captured: list[tuple[frozenset[str], Node]]) -> None:
        """``sum_x a(x) + b(x)``: the x at the end is in the sum, or it is not."""
        if not captured:
            return
        used = free_names(nodes)
        for bound, where in captured:
            for name in sorted(bound & used.keys()):
                raise Unreadable(
                    "SK201",
                    used[name].span,
                    f"{name} is bound by the {where.text} before, but stands after + or -",
                    "put the body of the sum in brackets",
                )

    def _not_averaged_before(self, term: Term, count: int, span: Span) -> None:
        """``E_p f(x) - g(x)``: the x at the end has a mean taken, or it is free."""
        averaged = frozenset().union(*self.unbracketed[:count])
        for name, _ in sorted(averaged & terms.free_points(term)):
            raise Unreadable(
                "SK201",
                span,
                f"the expectation before is over {name}, which stands after + or - as well",
                "write E[...]",
            )

    def product(self, cursor: Cursor, until: Callable[[Cursor], bool] | None = None) -> Term:
        """Factors side by side, with explicit signs of multiplication and division."""
        factors: list[Term] = []
        explicit: Node | None = None
        outside = self.weights
        while (node := cursor.peek()) is not None:
            if until is not None and until(cursor):
                break
            if node.kind == "op":
                if node.text in ENDS and explicit is None:
                    break
                if node.text in TIMES and factors and explicit is None:
                    explicit = node
                    self.claim(cursor.take())
                    continue
                if node.text == "/" and factors and explicit is None:
                    factors = [divided(self, cursor, factors)]
                    continue
                if node.text == "odot" and factors and explicit is None:
                    factors = entrywise(self, cursor, factors)
                    continue
                raise unexpected(node, "is not expected here")
            if node.kind not in self.factors:
                break
            self.weights = (*outside, *factors)
            factors.append(self.factor(cursor))
            explicit = None
        self.weights = outside
        if explicit is not None or not factors:
            at = cursor.peek()
            if at is None:
                raise Unreadable("SK302", cursor.end, "a factor is missing")
            raise unexpected(at, "stands where a factor is expected")
        whole = terms.mul(*factors)
        if len(factors) > 1:
            self.shape(whole, cursor.span)
            self._no_unknown_matrices(factors, cursor.span)
        return whole

    def _no_unknown_matrices(self, factors: list[Term], span: Span) -> None:
        """``AB`` without a word on A and B: whether they commute is not known."""
        found = [self._unknown_capitals(factor) for factor in factors]
        together = sorted(set().union(*found))
        if len(together) > 1 and sum(map(bool, found)) > 1:
            listed = " and ".join(together[:2])
            message = f"{listed} are numbers or matrices: nothing says which"
            raise Unreadable("SK101", span, message, f"declare {together[0]}, {together[1]}")

    def _unknown_capitals(self, term: Term) -> set[str]:
        labels = {str(t.label) for t in term.walk() if t.head == "sym"}
        capitals = {name for name in labels if len(name) == 1 and name.isupper()}
        return {n for n in capitals - USUAL_NUMBERS if not self.scope.declared.kind(n)}

    def factor(self, cursor: Cursor) -> Term:
        """The next factor, with its scripts."""
        node = cursor.take()
        method = self.factors.get(node.kind)
        if method is None:
            raise unexpected(node, "is not expected here")
        term = method(self, node, cursor)
        return Term(term.head, term.args, term.label, term.span or node.span)

    # --- scripts --------------------------------------------------------------------------------

    def _no_other_sign(self, sup: Row | None) -> None:
        r"""``A^T`` is no transpose where T is a number of steps; ``A^\top`` is one."""
        mark = names.single(sup or ())
        what = self.scope.declared.otherwise.get("T")
        if mark is not None and names.key(mark) == "T" and mark.style == "" and what is not None:
            message = f"a transpose, or a power: the text says of T {what!r}"
            raise Unreadable("SK201", mark.span, message, "write ^\\top for a transpose")

    def scripted(self, term: Term, node: Node) -> Term:
        """The term with the superscript of its node: a power, a transpose or an inverse."""
        if node.primes and node.kind != "name":
            raise Unreadable("SK201", node.span, "a prime after a bracket", "write ^T or ^\\top")
        if node.sup is None:
            return term
        self._no_label(node, node.sup)
        form = self.shape(term, node.span)
        if names.is_transpose(node.sup):
            if form == SCALAR or form[0] == form[1]:
                self._no_other_sign(node.sup)
            return self._transposed(term, node, form)
        if names.is_inverse(node.sup):
            if node.kind == "name":
                self.scope.not_limited(SINGULAR, names.key(node), node.span)
            self.claim_all(node.sup)
            return terms.div(terms.ONE, term) if form == SCALAR else Term("inverse", (term,))
        if names.is_inverse_transpose(node.sup) and form != SCALAR:
            self.claim_all(node.sup)
            return Term("transpose", (Term("inverse", (term,)),))
        exponent = self.inside(node.sup, node.span)
        if form == SCALAR:
            return terms.power(term, exponent)
        whole = exponent.head == "num" and exponent.label.denominator == 1
        if whole and 1 <= exponent.label <= MAX_MATRIX_POWER:
            return terms.mul(*[term] * int(exponent.label))
        return self._root_of(term, exponent, node)

    def _root_of(self, term: Term, exponent: Term, node: Node) -> Term:
        found = root(self.scope, self.used, term, exponent)
        if found is not None:
            return found
        message = "a power of a matrix that is no small whole number"
        known = "roots are read of symmetric positive definite matrices"
        raise Unreadable("SK401", node.span, message, known)

    def _no_label(self, node: Node, sup: Row) -> None:
        """``x^{(i)}`` and ``theta^{t+1}`` number things: they are no powers."""
        row = names.unwrapped(sup)
        if len(row) == 1 and row[0].kind == "fence":
            raise Unreadable("SK401", node.span, "a label in brackets above a name is not read yet")
        step = row[0].text if row and row[0].kind == "name" else ""
        if node.kind == "name" and node.text in ITERATED and step in STEPS:
            message = f"{node.text}^{step} is a power, or the value at step {step}"
            raise Unreadable("SK201", node.span, message, "write the step in brackets")

    def _transposed(self, term: Term, node: Node, form: Shape) -> Term:
        mark = names.text(node.sup or ())
        if form == SCALAR:
            raise Unreadable(
                "SK102",
                node.span,
                f"^{mark} stands on a number",
                "if it is a vector or a matrix, declare it so",
            )
        self.claim_all(node.sup or ())
        return Term("transpose", (term,))

    def no_subscript(self, node: Node) -> None:
        """Refuse a subscript that nothing has given a meaning."""
        if node.sub is not None:
            raise Unreadable("SK401", span_of(node.sub, node.span), "this subscript is not known")

    # --- simple nodes ---------------------------------------------------------------------------

    def _number(self, node: Node, cursor: Cursor) -> Term:
        self.claim(node)
        self.no_subscript(node)
        if len(node.text) > terms.MAX_DIGITS:
            raise Unreadable("SK303", node.span, f"a number of {len(node.text)} digits")
        return self.scripted(terms.num(Fraction(node.text)), node)

    def _bracket(self, node: Node, cursor: Cursor) -> Term:
        if node.kind == "fence" and node.text == "langlerangle":
            return self.scripted(self._inner_product(node), node)
        if node.kind == "fence" and node.text not in ("()", "[]", "{}"):
            raise of_brackets(node)
        relation = next((n for n in plain(node.parts[0]) if n.kind == "rel"), None)
        if relation is not None:
            raise Unreadable("SK401", node.span, "an indicator or a condition in brackets")
        inner = plain(node.parts[0])
        single = len(inner) == 1 or (len(inner) == 2 and inner[1].kind == "fence")
        if node.kind == "group" and node.sup is not None and not single:
            message = "the script stands at all of the braces, but is seen at the last factor"
            raise Unreadable("SK201", node.span, message, "put brackets, or remove the braces")
        self.claim(node)
        body = self.inside(node.parts[0], node.span)
        if node.sub is not None:
            return self.scripted(self._entry(body, node), node)
        return self.scripted(body, node)

    def _inner_product(self, node: Node) -> Term:
        r"""``\langle x, y \rangle`` of two vectors, or of two matrices of one shape."""
        parts = arguments(node.parts[0])
        label = node.sub or ()  # F of the inner product of matrices
        if len(parts) != 2 or (label and names.text(label) != "F") or parts[1].mark != ",":
            raise of_brackets(node)
        self.claim_all(label)
        self.claim(node, *(part.separator for part in parts if part.separator is not None))
        one, two = (self.inside(part.row, node.span) for part in parts)
        form = self.shape(one, node.span)
        if form != self.shape(two, node.span) or form == SCALAR:
            raise Unreadable("SK102", node.span, "an inner product is of two vectors of one size")
        product = terms.mul(Term("transpose", (one,)), two)
        return product if form[1] == SCALAR_SORT else Term("trace", (product,))

    def _entry(self, matrix: Term, node: Node) -> Term:
        """``(AB)_{ij}`` and ``[x]_i``."""
        letters, form = names.indices(node.sub or ()), self.shape(matrix, node.span)
        sorts = [sort for sort in form if sort != SCALAR_SORT]
        if form == SCALAR or len(letters) != len(sorts):
            self.no_subscript(node)
        points = [self._index(letter, sort) for letter, sort in zip(letters, sorts, strict=True)]
        self.claim_all(node.sub or ())
        term = Term("entry", (matrix, *points))
        self.shape(term, node.span)
        return term

    def _index(self, letter: str, sort: str) -> Term:
        return self.bound.get(letter) or Term("point", (), (letter, sort))

    def _fraction(self, node: Node, cursor: Cursor) -> Term:
        top, bottom = node.parts
        self.claim(node)
        self.no_subscript(node)
        quotient = terms.div(self.inside(top, node.span), self.inside(bottom, node.span))
        self.shape(quotient, node.span)
        return self.scripted(quotient, node)

    def _root(self, node: Node, cursor: Cursor) -> Term:
        self.claim(node)
        body = self.inside(node.parts[0], node.span)
        degree = self.inside(node.parts[1], node.span) if len(node.parts) > 1 else terms.num(2)
        if degree.head != "num" or degree.label <= 0:
            raise Unreadable("SK401", node.span, "a root of a degree that is no number")
        exponent = terms.num(1 / degree.label)
        if self.shape(body, node.span) != SCALAR:
            return self.scripted(self._root_of(body, exponent, node), node)
        return self.scripted(terms.power(body, exponent), node)

    def _brace(self, node: Node, cursor: Cursor) -> Term:
        self.claim(node)
        for label in node.parts[1:]:
            self.claim_all(label)
            self.note(node.span, "the label of a brace is a remark and is not checked")
        return self.scripted(self.inside(node.parts[0], node.span), node)


LEAVES: dict[str, Method] = {
    "number": Elaborator._number,
    "fence": Elaborator._bracket,
    "group": Elaborator._bracket,
    "frac": Elaborator._fraction,
    "sqrt": Elaborator._root,
    "brace": Elaborator._brace,
}


def _one_thing_each(term: Term, span: Span) -> None:
    """Raise Unreadable where a name is a constant at one place and a value at another."""
    constants = {t.label for t in term.walk() if t.head in ("matrix", "sym")}
    values = {name for name, _ in terms.free_points(term)}
    if both := sorted(constants & values):
        raise Unreadable("SK103", span, f"{both[0]} is read as two different things")


def _bound_at_top(nodes: Row) -> list[tuple[frozenset[str], Node]]:
    """The names that sums at this level bind, each with its sum."""
    found = [(bound_names(node), node) for node in nodes if node.kind == "big"]
    return [(bound, node) for bound, node in found if bound]


def free_names(nodes: Row) -> dict[str, Node]:
    """The names that stand outside of the sums that bind them."""
    found: dict[str, Node] = {}
    bound: frozenset[str] = frozenset()
    inside = False  # between two bars
    for node in nodes:
        if node.kind == "bar" and node.style != "doubled":
            inside = not inside
        if node.kind == "op" and node.text in ENDS and not inside:
            bound = frozenset()
        if node.kind == "big":
            bound |= bound_names(node)
            continue
        if node.kind == "name" and names.key(node) not in bound:
            found.setdefault(names.key(node), node)
        for row in node.rows:
            inner = free_names(row)
            found = {**{n: at for n, at in inner.items() if n not in bound}, **found}
    return found


def _in_words(message: str) -> str:
    """Shapes for people: "1 x 1" is a number."""
    return message.replace("1 x 1", "a number").replace(" x 1", "-vector")

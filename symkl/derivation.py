"""``Derivation``: the chain a user writes, one step a line, each with its reason.

A derivation only records; ``symkl.checking`` judges it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from symkl.display.table import Displayed, Page, Row, Table
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Declaration
from symkl.kernel.relations import compose
from symkl.language.declared import assumptions
from symkl.language.extremes import Extreme
from symkl.language.objectives import Comparison, Objective, compared
from symkl.language.printing import latex_of, text_of
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written, context_of, written
from symkl.models.proviso import Proviso
from symkl.result import Diagnosis, Verdict


@dataclass(frozen=True)
class Unread:
    """A side of a document that was not understood, and so is not judged; ``why`` says why."""

    source: str
    why: str = ""
    declarations: frozenset[Declaration] = frozenset()

    def latex(self) -> str:
        """The side as its author wrote it."""
        return self.source

    def text(self) -> str:
        """The side as its author wrote it."""
        return self.source


Side = Written | Statement | Objective | Extreme | Unread
EXPECTATIONS = (*get_args(Verdict), "unjustified")


@dataclass(frozen=True, repr=False)
class Step(Displayed):
    """``lhs relation rhs`` with the reason cited for it and where it stands.

    Steps that were read in a document have a ``column``, a ``span`` of offsets, both sides as their
    author wrote them (``source``) and their line with marks under the relation (``excerpt``);
    ``defines`` marks the introduction of a notation, ``doubt`` a hypothesis in the text that was
    seen but not understood, ``possibly`` hypotheses that may be meant to hold as well, ``proviso``
    words that may be a hypothesis where a special case saves the step.  ``cites``
    are the derivations whose conclusions are reasons for it.  ``claimed`` are the claims of a step
    that its sides alone do not tell: of an extreme, the bound and that it is attained.
    ``instance`` is the case that the sides show of a step about any number of variables: n = 3.
    """

    index: int
    line: int
    lhs: Side
    relation: str
    rhs: Side
    by: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    reference: str = ""
    for_some: bool = False
    given: tuple[Statement, ...] = ()
    column: int = 0
    span: tuple[int, int] | None = None
    source: tuple[str, str] | None = None
    defines: bool = False
    doubt: str = ""
    possibly: tuple[Statement, ...] = ()
    proviso: Proviso | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    excerpt: str = ""
    cites: tuple[Derivation, ...] = ()
    claimed: Mapping[str, Claim] = field(default_factory=dict)
    instance: str = ""

    @property
    def unread(self) -> str:
        """Why the step cannot be judged; "" when both of its sides were read."""
        return next((s.why for s in (self.lhs, self.rhs) if isinstance(s, Unread)), "")

    @property
    def declarations(self) -> frozenset[Declaration]:
        """The declarations of both sides and of what is given."""
        parts = (self.lhs, self.rhs, *self.given)
        return frozenset().union(*(part.declarations for part in parts))

    @property
    def context(self) -> Context:
        """The declarations by name."""
        return context_of(self.declarations)

    def statement(self) -> str:
        """The step in plain text, with what is given."""
        left, right = (text_of_side(side, self.context) for side in (self.lhs, self.rhs))
        words = {"iff": "if and only if", "implies": "implies"}
        text = f"{left} {words.get(self.relation, self.relation)} {right}"
        given = ", ".join(item.text(self.context) for item in self.given)
        scope = "for some model: " if self.for_some else ""
        scope = f"for {self.instance}: " if self.instance else scope
        return f"{scope}{text}{', given ' + given if given else ''}"

    def sides(self) -> tuple[str, str]:
        """Both sides in LaTeX, as their text has them where they come from one."""
        if self.source:
            return self.source
        return latex_of_side(self.lhs, self.context), latex_of_side(self.rhs, self.context)

    def row(self) -> Row:
        """The step as a row of a table, not judged."""
        lhs, rhs = self.sides()
        label = f"{self.index} ({self.reference})" if self.reference else str(self.index)
        return Row(label, lhs, self.relation, rhs, self.statement(), ", ".join(self.by))

    def _page(self) -> Page:
        return Page((Table("", (self.row(),)),))

    def _repr_latex_(self) -> str | None:
        return self.row().latex()

    def claims(self) -> dict[str, Claim]:
        """What must be shown: one claim, or one for each direction of an implication.

        None for objectives, whose :meth:`comparison` says what they are equal by.
        """
        if self.unread or self.defines:
            return {}
        if self.claimed:
            return dict(self.claimed)
        if self.relation == "iff":
            return {
                "forward": self._implication(self.lhs, self.rhs),
                "backward": self._implication(self.rhs, self.lhs),
            }
        if self.relation == "implies":
            return {"forward": self._implication(self.lhs, self.rhs)}
        if self.comparison() is not None:
            return {}
        given = tuple(_given(g) for g in self.given)
        lhs, rhs = _expression(self.lhs), _expression(self.rhs)
        return {"": Claim(self.context, lhs.term, self.relation, rhs.term, given)}

    def possible_claims(self) -> dict[str, Claim]:
        """The claims under the hypotheses that may be meant as well; none where there are none."""
        return replace(self, given=(*self.given, *self.possibly)).claims() if self.possibly else {}

    def comparison(self) -> Comparison | None:
        """The objectives that are said to be equal; None when the sides are no objectives."""
        if not (isinstance(self.lhs, Objective) and isinstance(self.rhs, Objective)):
            return None
        if self.relation != "=":
            raise LanguageError(f"minimisers and gradients are equal or not, not {self.relation}")
        return compared(self.lhs, self.rhs, self.given)

    def _implication(self, source: Side, target: Side) -> Claim:
        first, second = _statement(source), _statement(target)
        given = (_given(first), *(_given(g) for g in self.given))
        return Claim(self.context, second.lhs.term, second.relation, second.rhs.term, given)


class Derivation(Displayed):
    """A chain of steps, written as it is read: a first side, then each next one by its relation.

    The methods that add a step take these keywords:

    * ``by``: the reason, or several of them, as in ``by="Jensen"`` or ``by=definition(KL)``;
    * ``expect``: the verdict that the author expects, or several, as in ``expect="refuted"``;
    * ``ref``: the number of the step in a text;
    * ``for_some``: the step claims that some model satisfies it, not that all do.

    Args:
        title: one line for people.
        id: a short name for files and links; the loader takes the variable's name otherwise.

    Examples:
        >>> from symkl import KL, Derivation, FiniteSpace, log
        >>> X = FiniteSpace("X"); P = X.pmf("P"); x = X.point("x")
        >>> d = Derivation("KL of a pmf from itself").start(KL(P, P))
        >>> d = d.eq(X.sum(P(x) * log(P(x) / P(x)), x), by="definition of KL").eq(0, by="algebra")
        >>> [step.relation for step in d.steps]
        ['=', '=']
    """

    def __init__(self, title: str, *, id: str = "") -> None:
        frame = sys._getframe(1)
        self.title, self.id = title, id
        self.file, self.line = frame.f_code.co_filename, frame.f_lineno
        self.first: Side | None = None
        self.steps: list[Step] = []
        self.assumed: list[Statement] = []
        self.sides_read: tuple[int, int] | None = None  # of a document: read, and all

    def table(self) -> Table:
        """The chain as it is shown, not judged."""
        rows = tuple(step.row() for step in self.steps)
        assumed = tuple(f"given: {item.text()}" for item in self.assumed)
        if not rows and self.first is not None:
            context = context_of(self.first.declarations)
            side = latex_of_side(self.first, context), text_of_side(self.first, context)
            rows = (Row("start", side[0], "", "", side[1]),)
        return Table(self.title, rows, (*assumptions(self.context), *assumed))

    def _page(self) -> Page:
        return Page((self.table(),))

    @property
    def context(self) -> Context:
        """The declarations of all steps by name; raises LanguageError when two disagree."""
        return context_of(frozenset().union(*(step.declarations for step in self.steps)))

    def given(self, *statements: Statement) -> Derivation:
        """Assume statements, for all of the following steps."""
        for item in statements:
            _statement(item)
        self.assumed += statements
        return self

    def start(self, side: Any) -> Derivation:
        """The first side of the chain."""
        if self.first is not None:
            raise LanguageError(f"the derivation {self.title!r} has been started already")
        self.first = _side(side)
        return self

    def eq(self, side: Any, **how: Any) -> Derivation:
        """The next side, equal to the one before; the keywords are those of every step."""
        return self._next("=", side, how)

    def ge(self, side: Any, **how: Any) -> Derivation:
        """The next side, at most the one before."""
        return self._next(">=", side, how)

    def le(self, side: Any, **how: Any) -> Derivation:
        """The next side, at least the one before."""
        return self._next("<=", side, how)

    def gt(self, side: Any, **how: Any) -> Derivation:
        """The next side, less than the one before."""
        return self._next(">", side, how)

    def lt(self, side: Any, **how: Any) -> Derivation:
        """The next side, greater than the one before."""
        return self._next("<", side, how)

    def ne(self, side: Any, **how: Any) -> Derivation:
        """The next side, different from the one before."""
        return self._next("!=", side, how)

    def iff(self, side: Statement, **how: Any) -> Derivation:
        """The next statement, equivalent to the one before."""
        return self._next("iff", side, how)

    def implies(self, side: Statement, **how: Any) -> Derivation:
        """The next statement, which follows from the one before."""
        return self._next("implies", side, how)

    def _next(self, relation: str, side: Any, how: dict[str, Any]) -> Derivation:
        if self.first is None:
            raise LanguageError(f"the derivation {self.title!r} needs .start(...) first")
        before = self.steps[-1].rhs if self.steps else self.first
        line = sys._getframe(2).f_lineno
        self.steps.append(self._step(line, before, relation, _side(side), **how))
        return self

    def _step(
        self,
        line: int,
        before: Side,
        relation: str,
        after: Side,
        *,
        by: Citation | tuple[Citation, ...] | list[Citation] = (),
        expect: str | tuple[str, ...] = (),
        ref: str = "",
        for_some: bool = False,
    ) -> Step:
        """A step: ``by`` its reason(s), ``expect`` its verdict(s), ``ref`` its number in a text.

        A reason is one of the catalogue, or a derivation whose conclusion is used.
        """
        expected = (expect,) if isinstance(expect, str) else tuple(expect)
        unknown = [word for word in expected if word not in EXPECTATIONS]
        if unknown:
            raise LanguageError(f"expect= takes {', '.join(EXPECTATIONS)}; found {unknown[0]!r}")
        reasons = (by,) if isinstance(by, str | Derivation) else tuple(by)
        cited = tuple(item for item in reasons if isinstance(item, str))
        cites = tuple(item for item in reasons if isinstance(item, Derivation))
        if len(cited) + len(cites) < len(reasons):
            raise LanguageError(f"by= takes names of reasons and derivations; found {reasons!r}")
        index = len(self.steps) + 1
        given = tuple(self.assumed)
        step = Step(
            *(index, line, before, relation, after, cited, expected, ref, for_some, given),
            cites=cites,
        )
        step.claims()  # raises at the line of the step when the sides do not belong together
        context_of(step.declarations.union(*(s.declarations for s in self.steps)))
        return step

    def conclusion(self) -> Step | None:
        """The first side against the last by the composed relation; None when there is none."""
        if (
            not self.steps
            or self.first is None
            or any(step.for_some or step.defines or step.instance for step in self.steps)
        ):
            return None
        if isinstance(self.first, Unread) or self.steps[-1].unread:
            return None
        relation: str | None = self.steps[0].relation
        for step in self.steps[1:]:
            relation = relation and compose(relation, step.relation)
        if relation is None or (len(self.steps) == 1 and isinstance(self.first, Statement)):
            return None
        last = self.steps[-1]
        if isinstance(self.first, Objective) != isinstance(last.rhs, Objective):
            return None  # the chain introduces a name for a minimiser
        if isinstance(self.first, Extreme) or isinstance(last.rhs, Extreme):
            return None  # what it claims is told by its steps
        doubt = next((step.doubt for step in self.steps if step.doubt), "")
        provisos = [step.proviso for step in self.steps if step.proviso is not None]
        provisos.sort(key=lambda proviso: not proviso.is_condition)
        return Step(
            0,
            self.line,
            self.first,
            relation,
            last.rhs,
            given=last.given,
            doubt=doubt,
            possibly=last.possibly,
            proviso=next(iter(provisos), None),
        )


Citation = str | Derivation


def latex_of_side(side: Side, context: Context) -> str:
    """A side in LaTeX."""
    return latex_of(side.term, context) if isinstance(side, Written) else side.latex()


def text_of_side(side: Side, context: Context) -> str:
    """A side in plain text."""
    if isinstance(side, Statement | Extreme):
        return side.text(context)
    return text_of(side.term, context) if isinstance(side, Written) else side.text()


def _side(side: Any) -> Side:
    return side if isinstance(side, Statement | Objective) else written(side)


def _expression(side: Side) -> Written:
    if not isinstance(side, Written):
        raise LanguageError(f"expected an expression, found {side.text()}")
    return side


def _statement(side: Any) -> Statement:
    if not isinstance(side, Statement):
        raise LanguageError(f"expected a statement such as Equal(KL(P, Q), 0), found {side}")
    return side


def _given(item: Statement) -> tuple[Any, str, Any]:
    return item.lhs.term, item.relation, item.rhs.term

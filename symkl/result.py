"""Results: what a check found, as frozen records that reports, JSON and audits share.

The JSON form has the schema name ``symkl.result/1``; fields may be added to it, not renamed.
Sides are LaTeX; verdicts are words.  Nothing here computes anything.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from symkl.display.marks import Verdict as Verdict
from symkl.display.speech import say
from symkl.display.table import Displayed, Note, Page, Row, Table, values
from symkl.display.tex import RELATIONS

SCHEMA = "symkl.result/1"
INTERRUPTED = 130  # the exit code, as shells say it
QUOTED = re.compile(r"'[^']*'")
NOTES = "SK5"  # how the codes of remarks begin that keep nothing from being read

Trust = Literal["kernel", "sympy", "numeric", "none"]
ReasonVerdict = Literal["justified", "unjustified", "none"]
ReasonState = Literal["justified", "unjustified", "none", "unknown", "unjudged"]
Outcome = Literal[
    "breaks", "breaks by quadrature", "no value", "infinite", "holds", "not needed", "not tested"
]
OUTCOMES: dict[Outcome, str] = {
    "breaks": "the step breaks",
    "breaks by quadrature": "the step seems to break, by quadrature to a few digits",
    "no value": "a side has no value",
    "infinite": "the step holds, but a side is infinite",
    "holds": "no breaking model found",
    "not needed": "the kernel proves the step all the same",
    "not tested": "not tested",
}
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class BadResult(ValueError):
    """The data is not a result of this schema."""


@dataclass(frozen=True)
class Counterexample:
    """A model in which a step fails (or, for an existence claim, holds), with both values.

    ``replay`` is the claim and the exact model as plain data, from which both values can be worked
    out again; empty in records that have none.
    """

    model: Mapping[str, Any]
    lhs: str
    rhs: str
    difference: str
    digits: int
    replay: Mapping[str, Any] = field(default_factory=dict)

    def note(self, label: str) -> Note:
        """The model with both values, for people."""
        sides = (f"left side  {self.lhs}", f"right side {self.rhs}")
        return Note(label, values(self.model), sides)


@dataclass(frozen=True)
class Numeric:
    """How many models agreed, to how many digits, and the largest deviation among them.

    ``agreement`` is the number of digits for each model whose sides were compared, in the order in
    which the models were tried.
    """

    models: int
    digits: int
    largest_error: str
    agreement: tuple[int, ...] = ()


@dataclass(frozen=True)
class Repair:
    """A nearby step, itself proved, that the author may have meant.

    ``because`` says what was changed.  ``statement`` is the step in plain text, and empty where
    only the reason is another one.
    """

    lhs: str
    relation: str
    rhs: str
    because: str
    statement: str = ""

    def note(self) -> Note:
        """The offer, for people."""
        if not self.statement:
            return Note("did you mean", self.because)
        sign = RELATIONS.get(self.relation, self.relation)
        tex = f"{self.lhs} {sign} {self.rhs}"
        return Note("did you mean", self.statement, tex=tex, aside=self.because)


@dataclass(frozen=True)
class Sensitivity:
    """A hypothesis, and a model that breaks the step when it alone is dropped (None: none found).

    ``outcome`` says more.  With a model: the step *breaks* in it; it *breaks by quadrature*, to the
    few digits stated; or a side has *no value* there, and ``lhs`` or ``rhs`` says why.  Without:
    the hypothesis is *not needed*, since the kernel proves the step without it; the step *holds* in
    all models tried; it holds, but a side is *infinite* in the model ``infinite_in``; or the
    hypothesis was *not tested*.  ``note`` is for people.
    """

    hypothesis: str
    broken_by: Counterexample | None
    outcome: Outcome = "holds"
    infinite_in: Counterexample | None = None
    note: str = ""

    @property
    def shown(self) -> Counterexample | None:
        """The model that says most about the hypothesis."""
        return self.broken_by or self.infinite_in

    @property
    def words(self) -> str:
        """What happens without the hypothesis, for people."""
        return f"{OUTCOMES[self.outcome]} ({self.note})" if self.note else OUTCOMES[self.outcome]


@dataclass(frozen=True)
class Survivor:
    """A mutant of a step that no model refutes: the step with a slip, the slip, and why."""

    statement: str
    because: str
    why: str


@dataclass(frozen=True)
class Mutants:
    """What became of a step with slips in it, by kind of slip: how many were caught, of how many.

    Those that are ``equivalent`` to the step, or ``also_true`` (the kernel proves them), are not
    among them, nor those that are ``valueless`` in a model in which the step holds, and that none
    refutes; ``left_out`` is how many there was no time for.
    """

    kinds: Mapping[str, tuple[int, int]]
    equivalent: int = 0
    also_true: int = 0
    left_out: int = 0
    survivors: tuple[Survivor, ...] = ()
    valueless: int = 0

    @property
    def caught(self) -> int:
        """How many of them some model refutes."""
        return sum(caught for caught, _ in self.kinds.values())

    @property
    def tried(self) -> int:
        """How many of them are false, or not known to be true."""
        return sum(tried for _, tried in self.kinds.values())

    @property
    def words(self) -> str:
        """The figures for people."""
        others = (
            (self.equivalent, "equivalent"),
            (self.also_true, "true as well"),
            (self.valueless, "without a value in a model"),
            (self.left_out, "not tried for want of time"),
        )
        also = "".join(f"; {count} {what}" for count, what in others if count)
        return f"{self.caught} of {self.tried} caught{also}"

    def note(self) -> Note:
        """The figures, and below them what was not caught."""
        lines = (f"not caught: {s.statement} ({s.because}): {s.why}" for s in self.survivors)
        return Note("slips of the pen", self.words, tuple(lines))


@dataclass(frozen=True)
class Diagnosis:
    """What the reader says about a place in a document; ``code`` is stable.

    ``excerpt`` is the line of the source, with marks under what is meant.
    """

    code: str
    line: int
    column: int
    message: str
    help: str = ""
    excerpt: str = ""


@dataclass(frozen=True, repr=False)
class StepResult(Displayed):
    """The judgement of one step; ``index`` k stands between side k-1 and side k.

    ``certificate`` holds the claim and the proof that an audit replays; it is empty when there is
    none.  ``reference`` is the author's own number for the step.  ``quantifier`` is ``"some"`` for
    a claim that some model satisfies.  ``expected`` is what the author expects of the step.
    ``sensitivity`` is empty, and its message says why, when hypotheses were not dropped.
    ``excerpt`` is the line of the document, with marks under the relation.  ``rests_on`` are the
    ids of the derivations whose conclusions are cited.
    ``mutants`` is None, and its message may say why, when no slips were tried.
    """

    index: int
    line: int
    lhs: str
    relation: str
    rhs: str
    verdict: Verdict
    trust: Trust
    reason: str
    reason_verdict: ReasonVerdict
    message: str
    as_expected: bool
    expected: str = ""
    reference: str = ""
    quantifier: Literal["all", "some"] = "all"
    hypotheses: tuple[str, ...] = ()
    certificate: Mapping[str, Any] = field(default_factory=dict)
    statement: str = ""
    facts: tuple[str, ...] = ()
    reason_message: str = ""
    counterexample: Counterexample | None = None
    numeric: Numeric | None = None
    repair: tuple[Repair, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    sensitivity_message: str = ""
    seconds: float = 0.0
    column: int = 0
    span: tuple[int, int] | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    excerpt: str = ""
    rests_on: tuple[str, ...] = ()
    mutants: Mutants | None = None
    mutants_message: str = ""

    @property
    def reason_state(self) -> ReasonState:
        """The verdict on the reason, or why a reason that was given has none."""
        if not self.reason or self.reason_verdict != "none":
            return self.reason_verdict
        return "unknown" if self.reason_message.startswith("unknown reason") else "unjudged"

    def notes(self) -> Iterator[Note]:
        """What a person is told below the step; nothing for a step without fault."""
        if self.reason_verdict == "unjustified" or (self.reason and self.reason_verdict == "none"):
            yield Note("reason", self.reason_message)
        if self.verdict in ("refuted", "supported", "undecided", "unread"):
            yield Note("", self.message)
        if self.counterexample is not None:
            shows_it = self.quantifier == "some" and self.verdict != "refuted"
            yield self.counterexample.note("witness" if shows_it else "counterexample")
        for dropped in self.sensitivity:
            label = f"without [{dropped.hypothesis}]"
            shown = dropped.shown
            model = (values(shown.model), *shown.note("").lines) if shown is not None else ()
            yield Note(label, dropped.words, model)
        if self.sensitivity_message:
            yield Note("dropping hypotheses", self.sensitivity_message)
        if self.mutants is not None:
            yield self.mutants.note()
        if self.mutants_message:
            yield Note("slips of the pen", self.mutants_message)
        for repair in self.repair:
            yield repair.note()

    def row(self) -> Row:
        """The step as a row of a table."""
        return Row(
            f"{self.index} ({self.reference})" if self.reference else str(self.index),
            self.lhs,
            self.relation,
            self.rhs,
            self.statement or f"{self.lhs} {self.relation} {self.rhs}",
            self.reason,
            self.reason_verdict,
            self.verdict,
            "expected" if self.expected and self.as_expected else "",
            tuple(self.notes()),
        )

    def _page(self) -> Page:
        return Page((Table("", (self.row(),)),))

    def _repr_latex_(self) -> str | None:
        """The step in TeX, without its verdict; None where that may not be typeset."""
        return self.row().latex()


@dataclass(frozen=True)
class Conclusion:
    """The first side against the last: true on its own merits, and shown by the steps or not.

    ``statement`` is what the kernel was asked, in plain text.
    """

    lhs: str
    relation: str
    rhs: str
    verdict: Verdict
    trust: Trust
    follows: bool
    certificate: Mapping[str, Any] = field(default_factory=dict)
    counterexample: Counterexample | None = None
    statement: str = ""

    def row(self) -> Row:
        """The conclusion as a row of a table."""
        shown = "the steps show it" if self.follows else "the steps do NOT show it"
        return Row(
            "conclusion",
            self.lhs,
            self.relation,
            self.rhs,
            self.statement or f"{self.lhs} {self.relation} {self.rhs}",
            verdict=self.verdict,
            remark=shown,
        )


@dataclass(frozen=True, repr=False)
class DerivationResult(Displayed):
    """A derivation with the verdict of its weakest step."""

    id: str
    title: str
    file: str
    line: int
    assumptions: tuple[str, ...]
    steps: tuple[StepResult, ...]
    conclusion: Conclusion | None
    verdict: Verdict
    sides_read: tuple[int, int] | None = None

    def table(self) -> Table:
        """The derivation as it is shown."""
        rows = tuple(step.row() for step in self.steps)
        end = self.conclusion.row() if self.conclusion is not None else None
        return Table(self.title, rows, self.assumptions, end)

    def _page(self) -> Page:
        return Page((self.table(),))


@dataclass(frozen=True)
class DocumentResult:
    """How much of a document was read: its sides, and what the reader says of the others."""

    file: str
    sides: int
    sides_read: int
    diagnoses: tuple[Diagnosis, ...] = ()


@dataclass(frozen=True)
class InputError:
    """Something that could not be read: where, what was expected and what was found."""

    file: str
    line: int
    message: str
    column: int = 0


@dataclass(frozen=True, repr=False)
class Result(Displayed):
    """Everything that one run found."""

    symkl: str
    derivations: tuple[DerivationResult, ...]
    errors: tuple[InputError, ...] = ()
    documents: tuple[DocumentResult, ...] = ()
    interrupted: bool = False  # the run was ended early, so that steps may not have been judged

    def summary(self) -> dict[str, int]:
        """The number of steps for each verdict, and of reasons that do not give their step."""
        steps = [step for derivation in self.derivations for step in derivation.steps]
        counts = {str(verdict): sum(s.verdict == verdict for s in steps) for verdict in VERDICTS}
        unjustified = sum(s.reason_verdict == "unjustified" for s in steps)
        unexpected = sum(not s.as_expected for s in steps)
        return {
            "steps": len(steps),
            **counts,
            "unjustified": unjustified,
            "unexpected": unexpected,
            "sides": sum(document.sides for document in self.documents),
            "sides_read": sum(document.sides_read for document in self.documents),
            "mutants": sum(s.mutants.tried for s in steps if s.mutants is not None),
            "mutants_caught": sum(s.mutants.caught for s in steps if s.mutants is not None),
        }

    def _page(self) -> Page:
        counts = self.summary()
        steps = ", ".join(
            f"{counts[verdict]} {say(verdict)}" for verdict in VERDICTS if counts[verdict]
        )
        closing = say(f"{len(self.derivations)} derivations, {counts['steps']} steps: {steps}")
        if self.errors:
            closing += "; " + say(f"{len(self.errors)} errors in the input")
        return Page(tuple(derivation.table() for derivation in self.derivations), closing)

    def beside_steps(self, document: DocumentResult) -> list[Diagnosis]:
        """What is said about a document that none of its steps says, in order of the text."""
        told = {
            found
            for derivation in self.derivations
            if derivation.file == document.file
            for step in derivation.steps
            for found in step.diagnoses
        }
        untold = (found for found in dict.fromkeys(document.diagnoses) if found not in told)
        return sorted(untold, key=lambda found: (found.line, found.column))

    def causes(self) -> dict[str, int]:
        """Why steps are unread or undecided, by frequency: codes of the reader, or messages.

        Messages that differ only in what they quote count as one.
        """
        found: Counter[str] = Counter()
        for document in self.documents:
            found.update(d.code for d in document.diagnoses if not d.code.startswith(NOTES))
        for derivation in self.derivations:
            undecided = (s.message for s in derivation.steps if s.verdict == "undecided")
            found.update(QUOTED.sub("'...'", message) for message in undecided)
        return dict(found.most_common())

    def exit_code(self, strict: bool = False) -> int:
        """0 as expected, 1 unexpected, 2 bad input, 3 undecided if ``strict``, 130 interrupted."""
        if self.interrupted:
            return INTERRUPTED
        if self.errors:
            return 2
        steps = [step for derivation in self.derivations for step in derivation.steps]
        if not all(step.as_expected for step in steps):
            return 1
        open_verdicts = ("undecided", "unread")
        unread = any(document.sides_read < document.sides for document in self.documents)
        return 3 if strict and (unread or any(s.verdict in open_verdicts for s in steps)) else 0

    def to_json(self) -> str:
        """The result as JSON text."""
        data = {"schema": SCHEMA, **asdict(self), "summary": self.summary()}
        data["causes"] = self.causes()
        return json.dumps(data, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Result:
        """The result that :meth:`to_json` wrote; raises BadResult on anything else."""
        try:
            data = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise BadResult(f"not JSON: {error}") from error
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise BadResult(f"expected the schema {SCHEMA}")
        try:
            return cls(
                data["symkl"],
                tuple(_derivation(item) for item in data["derivations"]),
                tuple(InputError(**item) for item in data.get("errors", ())),
                tuple(_document(item) for item in data.get("documents", ())),
                bool(data.get("interrupted", False)),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise BadResult(f"a field is missing, unknown or of the wrong kind: {error}") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one that gives a name twice could say different things to different readers."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _document(data: Mapping[str, Any]) -> DocumentResult:
    diagnoses = tuple(Diagnosis(**item) for item in data["diagnoses"])
    return DocumentResult(data["file"], data["sides"], data["sides_read"], diagnoses)


def _derivation(data: Mapping[str, Any]) -> DerivationResult:
    values = dict(data)
    conclusion = values.get("conclusion")
    values["assumptions"] = tuple(values["assumptions"])
    values["sides_read"] = tuple(values["sides_read"]) if values.get("sides_read") else None
    values["steps"] = tuple(_step(item) for item in values["steps"])
    values["conclusion"] = conclusion and Conclusion(**_with_counterexample(conclusion))
    return DerivationResult(**values)


def _step(data: Mapping[str, Any]) -> StepResult:
    values = _with_counterexample(data)
    numeric = values.get("numeric")
    values["numeric"] = numeric and _numeric(numeric)
    values["hypotheses"] = tuple(values.get("hypotheses", ()))
    values["facts"] = tuple(values.get("facts", ()))
    values["rests_on"] = tuple(values.get("rests_on", ()))
    values["span"] = tuple(values["span"]) if values.get("span") else None
    values["diagnoses"] = tuple(Diagnosis(**item) for item in values.get("diagnoses", ()))
    values["repair"] = tuple(Repair(**item) for item in values.get("repair", ()))
    values["sensitivity"] = tuple(_sensitivity(item) for item in values.get("sensitivity", ()))
    values["mutants"] = _mutants(values.get("mutants"))
    return StepResult(**values)


def _numeric(data: Mapping[str, Any]) -> Numeric:
    return Numeric(**{**data, "agreement": tuple(data.get("agreement", ()))})


def _mutants(data: Mapping[str, Any] | None) -> Mutants | None:
    if data is None:
        return None
    kinds = {str(kind): (int(one), int(two)) for kind, (one, two) in data["kinds"].items()}
    survivors = tuple(Survivor(**item) for item in data["survivors"])
    return Mutants(**{**data, "kinds": kinds, "survivors": survivors})


def _sensitivity(data: Mapping[str, Any]) -> Sensitivity:
    models = ("broken_by", "infinite_in")
    return Sensitivity(**{**data, **{name: _counterexample(data.get(name)) for name in models}})


def _with_counterexample(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "counterexample": _counterexample(data.get("counterexample"))}


def _counterexample(data: Mapping[str, Any] | None) -> Counterexample | None:
    return data if data is None else Counterexample(**data)

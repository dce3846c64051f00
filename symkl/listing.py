"""Results on a terminal, as a compiler lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from symkl.display.marks import MARKS
from symkl.display.speech import say
from symkl.display.text import note_lines
from symkl.kernel.catalogue import ALWAYS, FACTS, LAWS
from symkl.messages.catalogue import Language, Messages
from symkl.messages.translation import translated
from symkl.reading.diagnostics import CODES
from symkl.reading.rendering import harmless
from symkl.result import (
    DerivationResult,
    Diagnosis,
    Result,
    StepResult,
)
from symkl.rules.aliases import ALIASES
from symkl.rules.catalogue import CATALOGUE

COLOURS = {"proved": "green", "refuted": "red", "supported": "yellow", "undecided": "yellow"}
REASONS = {"justified": "", "unjustified": "reason does not give it", "none": "reason not judged"}


def listing(result: Result, verbose: bool = False, styled: bool = False) -> str:
    """Every step of every derivation, what else was found in documents, and the summary."""
    lines: list[str] = []
    for derivation in result.derivations:
        lines += _derivation(derivation, verbose, styled)
        lines.append("")
    for document in result.documents:
        for found in result.beside_steps(document):
            lines += [*_diagnosis(document.file, found, indent=""), ""]
    return "\n".join([*lines, *summary_lines(result, styled)])


def summary_lines(result: Result, styled: bool = False) -> Iterator[str]:
    """The counts, and what came out otherwise than expected."""
    counts = result.summary()
    names = [n for n in MARKS if counts[n]]
    shown = ", ".join(_painted(f"{counts[name]} {say(name)}", name, styled) for name in names)
    reasons = f"; {counts['unjustified']} {say('unjustified')}" if counts["unjustified"] else ""
    yield say(f"{len(result.derivations)} derivations, {counts['steps']} steps: {shown}{reasons}")
    if counts["mutants"]:
        yield say(f"slips of the pen: {counts['mutants_caught']} of {counts['mutants']} caught")
    if result.documents:
        yield from _reading_lines(result)
    for derivation in result.derivations:
        for step in derivation.steps:
            if not step.as_expected:
                yield f"{_place(derivation.file, step)}: {_unexpected(step)}"
    if result.errors:
        count = len(result.errors)
        yield say(
            f"{count} error{'s' * (count > 1)} in the input (listed above, on standard error)"
        )


def _unexpected(step: StepResult) -> str:
    found = [say(step.verdict)]
    found += [say("unjustified")] if step.reason_verdict == "unjustified" else []
    wanted = ", ".join(map(say, step.expected.split(", "))) if step.expected else ""
    before = f"expected {wanted}, " if wanted else ""
    return say(f"unexpected: {before}found {', '.join(found)}")


def _reading_lines(result: Result) -> Iterator[str]:
    """How much was read, in all and of each document that was not read whole; and why not."""
    counts = result.summary()
    yield say(f"read {counts['sides_read']} of {counts['sides']} sides")
    for document in result.documents if len(result.documents) > 1 else ():
        if document.sides_read < document.sides:
            read = say(f"read {document.sides_read} of {document.sides} sides")
            yield f"  {document.file}: {read}"
    yield from cause_lines(result)


def rule_lines(words: Iterable[str], language: Language = "en") -> Iterator[str]:
    """The catalogue of reasons, each with its statement, conditions and other names.

    Names stand in English, which is how a step cites them everywhere, and in ``language``.
    """
    messages = Messages(language)
    wanted = [word.lower() for word in words]
    for reason in CATALOGUE:
        also = ALIASES[reason.name]
        name, statement, form = (
            translated(text, language) for text in (reason.name, reason.statement, reason.inference)
        )
        text = " ".join((reason.name, reason.statement, name, statement, *also)).lower()
        if not all(word in text for word in wanted):
            continue
        yield reason.name if name == reason.name else f"{reason.name}  {name}"
        yield f"    {statement}"
        if reason.inference and reason.inference != reason.statement:
            yield f"    {messages('rules.form')} {form}"
        if reason.conditions:
            conditions = (translated(text, language) for text in reason.conditions)
            yield f"    {messages('rules.when')} {', '.join(conditions)}"
        if reason.source:
            yield f"    {messages('rules.see')}  {translated(reason.source, language)}"
        if also:
            yield f"    {messages('rules.also')} {', '.join(also)}"


def axiom_lines(language: Language = "en") -> Iterator[str]:
    """What every proof rests on in the end: facts, laws, and what needs no name."""
    messages = Messages(language)
    facts = ((fact.name, fact.statement) for fact in FACTS.values())
    for title, named in (("facts", facts), ("laws", sorted(LAWS.items()))):
        yield messages(f"axiom_list.{title}")
        yield from (f"    {name}: {translated(text, language)}" for name, text in named)
    yield messages("axiom_list.always")
    yield from (f"    {translated(statement, language)}" for statement in ALWAYS)


def _painted(text: str, verdict: str, styled: bool) -> str:
    return click.style(text, fg=COLOURS.get(verdict)) if styled else text


def _derivation(derivation: DerivationResult, verbose: bool, styled: bool) -> Iterator[str]:
    title = f"{derivation.file}:{derivation.line}: {derivation.title}"
    yield click.style(title, bold=True) if styled else title
    told: set[Diagnosis] = set()
    for step in derivation.steps:
        yield from _step(derivation.file, step, verbose, styled)
        for found in step.diagnoses:
            if found not in told:  # neighbouring steps share a side
                told.add(found)
                yield from _diagnosis(derivation.file, found)
    end = derivation.conclusion
    if end is not None:
        mark = _painted(f"{MARKS[end.verdict]} {say(end.verdict)}", end.verdict, styled)
        shown = say("the steps show it" if end.follows else "the steps do NOT show it")
        yield f"  {say('conclusion')}: {mark}; {shown}"


def _place(file: str, step: StepResult) -> str:
    return f"{file}:{step.line}" + (f":{step.column}" if step.column else "")


def _step(file: str, step: StepResult, verbose: bool, styled: bool) -> Iterator[str]:
    yield from _head(file, step, styled)
    yield from detail_lines(step)
    if verbose:
        yield from _details(step)


def detail_lines(step: StepResult) -> Iterator[str]:
    """What there is to say of a step below its statement: causes, values, what may be meant."""
    explained = any(found.message in step.message for found in step.diagnoses)
    for note in step.notes():
        if note.label or not explained:
            yield from (f"      {line}" for line in note_lines(note))


def _head(file: str, step: StepResult, styled: bool) -> Iterator[str]:
    """The verdict and the step; one of a document that is in doubt also as its author wrote it."""
    name = f" [{step.reference}]" if step.reference else ""
    expected = f" ({say('expected')})" if step.expected and step.as_expected else ""
    reason = say(f"by {step.reason}: {step.reason_verdict}") if step.reason else ""
    reason = f"  {reason}" if reason else ""
    sound = step.verdict in ("proved", "definition") and step.reason_verdict != "unjustified"
    if not step.excerpt or sound:
        mark = _painted(f"{MARKS[step.verdict]} {say(step.verdict):<9}", step.verdict, styled)
        yield f"  {_place(file, step)}: {mark}{name} {step.statement}{reason}{expected}"
        return
    mark = _painted(f"{MARKS[step.verdict]} {say(step.verdict)}", step.verdict, styled)
    written = f"{step.lhs} {step.relation} {step.rhs}"
    yield f"  {_place(file, step)}: {mark}:{name} {harmless(written)}{reason}{expected}"
    if step.verdict != "unread":
        yield from (f"      {line}" for line in step.excerpt.splitlines())
        yield f"      {say('read as')}: {step.statement}"


def _diagnosis(file: str, found: Diagnosis, indent: str = "      ") -> Iterator[str]:
    """A place in a document as a compiler shows it."""
    yield f"{indent}{file}:{found.line}:{found.column}: {say(found.message)} [{found.code}]"
    for line in found.excerpt.splitlines():
        yield f"{indent}{line}"
    if found.help:
        yield f"{indent}  = {say('help')}: {say(found.help)}"


def cause_lines(result: Result) -> Iterator[str]:
    """Why sides were not read and steps not decided, most frequent first."""
    causes = result.causes()
    if causes:
        yield say("causes of what was not read or not decided:")
    for cause, count in causes.items():
        about = CODES.get(cause, ("", ""))[0]
        yield f"{count:6}  {say(cause)}{': ' + say(about) if about else ''}"


def code_lines(code: str) -> Iterator[str]:
    """What a code of the reader means; raises KeyError for an unknown one."""
    about, advice = CODES[code]
    yield f"{code}: {about}."
    yield f"    {advice}"


def _details(step: StepResult) -> Iterator[str]:
    if step.hypotheses:
        yield f"      {say('uses')}: {'; '.join(map(say, step.hypotheses))}"
    if step.facts:
        yield f"      {say('facts')}: {', '.join(map(say, step.facts))}"
    if step.numeric is not None:
        agree = f"{step.numeric.models} models, {step.numeric.digits} digits"
        error = step.numeric.largest_error
        yield f"      {say(f'agrees in {agree}, largest error {error}')}"
    yield f"      {1000 * step.seconds:.1f} ms"

"""Pytest's nodes for derivations: a file, a derivation in it, and each of its steps as a test.

A step passes when it comes out as its author expects: proved or supported, its reason not refused;
or as ``expect=`` says.  What is undecided or was not read is skipped, not passed and not failed: it
says something about symkl and nothing about the derivation, which may be right.  ``--symkl-strict``
lets it fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import (
    ExceptionChainRepr,
    ExceptionInfo,
    ReprEntry,
    ReprFileLocation,
    ReprTraceback,
    TerminalRepr,
)

from _symkl_pytest import JUDGE
from symkl.checking import DIGITS, MODELS, Effort
from symkl.derivation import Derivation, Step, text_of_side
from symkl.listing import detail_lines
from symkl.reading.inputs import load_inputs
from symkl.result import InputError, StepResult
from symkl.running import SECONDS_A_STEP, StepJudge
from symkl.testing.pinning import lost, pins_of, step_key

TRUSTED = ("none", "numeric", "sympy", "kernel")  # what a verdict rests on, the strongest last
OPEN = ("undecided", "unread")


class StepFailed(Exception):
    """A step that is not as it should be; the first line of the report is the message."""

    def __init__(self, why: str, result: StepResult) -> None:
        super().__init__(why)
        self.why, self.result = why, result


class Faulty(Exception):
    """Something in the file that could not be read."""


class InputFile(pytest.File):
    """A derivation file or a document."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The derivations, and what could not be read; the file is run or read once."""
        pins_of(self.config)  # a lock file that cannot be read is said first
        macros = str(self.config.getini("symkl_macros"))
        if macros:
            macros = str(self.config.rootpath / macros)
        loaded = load_inputs([str(self.path)], macros).loaded
        for derivation in loaded.derivations:
            name = derivation.id.replace("-", "_")
            yield DerivationNode.from_parent(self, name=name, derivation=derivation)
        taken: set[str] = set()
        for error in loaded.errors:
            name = f"line {error.line}" if error.line else "input"
            while name in taken:
                name += "'"
            taken.add(name)
            yield FaultyInput.from_parent(self, name=name, error=error)


class DerivationNode(pytest.Collector):
    """A derivation: a chain of steps."""

    def __init__(self, *, derivation: Derivation, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.derivation = derivation

    def collect(self) -> Iterable[pytest.Item]:
        """One test for each step."""
        for step in self.derivation.steps:
            yield StepItem.from_parent(
                self, name=f"step {step.index}", step=step, derivation=self.derivation
            )


class StepItem(pytest.Item):
    """A step of a derivation."""

    def __init__(self, *, step: Step, derivation: Derivation, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.step, self.derivation = step, derivation

    def runtest(self) -> None:
        """Judge the step, and hold the verdict against what is expected, trusted and pinned."""
        result = _judge(self.config).result(self.derivation, self.step)
        key = step_key(self.step, result)
        self.user_properties += [
            ("symkl_verdict", result.verdict),
            ("symkl_trust", result.trust),
            ("symkl_reason_verdict", result.reason_verdict),
            ("symkl_statement", key),
            ("symkl_steps", str(len(self.derivation.steps))),
        ]
        why = self._trouble(result, key)
        if why:
            raise StepFailed(why, result)
        if result.verdict in OPEN and not result.expected:
            cause = f"{result.verdict}: {result.message or 'no cause is known'}"
            raise pytest.skip.Exception(cause, _use_item_location=True)

    def _trouble(self, result: StepResult, key: str) -> str:
        """Why the step fails; "" when it does not."""
        if not result.as_expected:
            found = str(result.verdict)
            if result.reason_verdict == "unjustified" and found != "refuted":
                found += ", its reason unjustified"
            return f"expected {result.expected}, found {found}" if result.expected else found
        if self.config.getoption("symkl_strict") and result.verdict in OPEN and not result.expected:
            return f"{result.verdict} (--symkl-strict)"
        least = self.config.getoption("symkl_trust")
        rests = result.verdict in ("proved", "supported") and not result.expected
        if rests and TRUSTED.index(result.trust) < TRUSTED.index(least):
            return f"{result.verdict}, trust {result.trust} (--symkl-trust={least})"
        if self.config.getoption("symkl_update"):
            return ""
        pinned = pins_of(self.config).get(self.nodeid.rpartition("::")[0], {}).get(key, "")
        return lost(pinned, result)

    def repr_failure(
        self, excinfo: ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """The step as a compiler reports it; other exceptions as pytest does."""
        if not isinstance(excinfo.value, StepFailed):
            return super().repr_failure(excinfo, style)
        failed = excinfo.value
        file = _shown_path(self.path, self.config)
        lines = list(_failure_lines(file, self.step, failed))
        message = f"{failed.why}: {failed.result.statement}{_values(failed.result)}"
        source = [] if self.step.column else _source_line(self.path, self.step.line)
        return chain_repr([*source, *lines], file, self.step.line, message, self.config)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Where the step stands."""
        return self.path, max(self.step.line - 1, 0), f"{self.parent_name}::{self.name}"

    @property
    def parent_name(self) -> str:
        """The name of the derivation."""
        return self.parent.name if self.parent is not None else ""


class FaultyInput(pytest.Item):
    """A place in a file that could not be read: it fails, and the derivations around it run."""

    def __init__(self, *, error: InputError, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error = error

    def runtest(self) -> None:
        """Fail with what is wrong."""
        raise Faulty(self.error.message)

    def repr_failure(
        self, excinfo: ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """The place and what was expected there."""
        file, error = _shown_path(self.path, self.config), self.error
        place = ":".join(str(part) for part in (file, error.line, error.column) if part)
        source = _source_line(self.path, error.line) if error.line else []
        lines = [*source, f"E   {place}: error: {error.message}"]
        return chain_repr(lines, file, error.line, f"error: {error.message}", self.config)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Where the fault is."""
        return self.path, max(self.error.line - 1, 0), self.name


def chain_repr(
    lines: list[str], file: str, line: int, message: str, config: pytest.Config
) -> ExceptionChainRepr:
    """What pytest makes of exceptions: every way of reporting, and xdist, can deal with it."""
    crash = ReprFileLocation(file, line, " ".join(message.split()))
    entries = [ReprEntry(lines, None, None, crash, "long")]
    short = config.getoption("tbstyle", "auto") == "line"
    return ExceptionChainRepr(
        [(ReprTraceback([] if short else entries, None, "long"), crash, None)]
    )


def _failure_lines(file: str, step: Step, failed: StepFailed) -> Iterator[str]:
    result = failed.result
    place = f"{file}:{result.line}" + (f":{result.column}" if result.column else "")
    yield f"E   {place}: {failed.why}"
    for line in result.excerpt.splitlines():
        yield f"E     {line}"
    yield f"E     left side:   {text_of_side(step.lhs, step.context)}"
    yield f"E     relation:    {result.relation}"
    yield f"E     right side:  {text_of_side(step.rhs, step.context)}"
    yield f"E     verdict:     {result.verdict}, trust {result.trust}"
    if result.reason:
        yield f"E     cited:       {result.reason}: {result.reason_verdict}"
    for line in detail_lines(result):
        yield f"E     {line.removeprefix('      ')}"


def _values(result: StepResult) -> str:
    """Both values, for the line that sums up."""
    found = result.counterexample
    if found is None or result.verdict != "refuted":
        return ""
    return f" ({found.lhs} against {found.rhs})"


def _source_line(path: Path, line: int) -> list[str]:
    """The line of a Python file, marked as pytest marks it."""
    if path.suffix != ".py" or not line:
        return []
    try:
        source = path.read_text(encoding="utf-8").splitlines()[line - 1]
    except (OSError, UnicodeDecodeError, IndexError):
        return []
    return [f">   {source.strip()}"]


def _shown_path(path: Path, config: pytest.Config) -> str:
    """The path as seen from where pytest was started."""
    start = config.invocation_params.dir
    return str(path.relative_to(start)) if path.is_relative_to(start) else str(path)


def _judge(config: pytest.Config) -> StepJudge:
    """The judge of this run; it starts a worker process when the first step is judged."""
    if JUDGE not in config.stash:
        effort = Effort(
            config.getoption("symkl_models") or MODELS, config.getoption("symkl_digits") or DIGITS
        )
        seconds = config.getoption("symkl_timeout") or SECONDS_A_STEP
        config.stash[JUDGE] = StepJudge(seconds, effort)
    return config.stash[JUDGE]

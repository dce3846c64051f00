"""Verdicts pinned in a lock file: a proof that is lost fails, though the step may still be true.

The file is TOML, small, sorted, and written only with ``--symkl-update``::

    ["derivations/kl.py::kl_is_nonnegative"]
    "KL(P || Q) >= 0  by Gibbs" = "proved, justified"

A step is known by its derivation, its statement and its reason, not by its number: a line that is
put in before it does not unpin it.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from symkl.derivation import Step
from symkl.result import StepResult

Pins = dict[str, dict[str, str]]  # derivation, step, verdict
PINS: pytest.StashKey[Pins] = pytest.StashKey()
HEAD = "# Verdicts pinned by `pytest --symkl-update`: a proof that is lost fails.\n"
RANKS = {
    "refuted": 0,
    "unread": 1,
    "undecided": 1,
    "supported": 2,
    "proved": 3,
    "definition": 3,
}
Told = Sequence[tuple[str, str, Mapping[str, Any]]]  # node, outcome, properties


def step_key(step: Step, result: StepResult) -> str:
    """What a step is known by in its derivation: its statement, and the reason as it is cited."""
    reason = f"  by {'; '.join(step.by)}" if step.by else ""
    return f"{result.statement}{reason}"


def verdict_text(verdict: str, reason_verdict: str) -> str:
    """A verdict as it is pinned."""
    return verdict if reason_verdict == "none" else f"{verdict}, {reason_verdict}"


def lost(pinned: str, result: StepResult) -> str:
    """What the step has lost of the pinned verdict, in words; "" for nothing."""
    if not pinned:
        return ""
    before, _, reason_before = pinned.partition(", ")
    if RANKS[result.verdict] < RANKS[before]:
        what = "a proof is lost" if before == "proved" else "a verdict is lost"
        return f"{what}: pinned as {before}, now {result.verdict}"
    if reason_before == "justified" and result.reason_verdict != "justified":
        return f"a justification is lost: pinned as justified, now {result.reason_verdict}"
    return ""


# --- the file -------------------------------------------------------------------------------------


def lock_path(config: pytest.Config) -> Path:
    """Where the lock file is."""
    return config.rootpath / str(config.getini("symkl_lock"))


def pins_of(config: pytest.Config) -> Pins:
    """The pinned verdicts, read once; raises UsageError for a file that is no lock file."""
    if PINS not in config.stash:
        path = lock_path(config)
        try:
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            config.stash[PINS] = read_pins(text)
        except (OSError, ValueError) as error:
            raise pytest.UsageError(
                f"{path}: expected verdicts pinned by symkl: {error}; "
                "repair it, or delete it and run pytest --symkl-update"
            ) from error
    return config.stash[PINS]


def read_pins(text: str) -> Pins:
    r"""The pins in the text of a lock file; raises ValueError for anything else.

    Examples:
        >>> read_pins('["kl.py::d"]\n"a = b" = "proved, justified"')
        {'kl.py::d': {'a = b': 'proved, justified'}}
    """
    found: dict[str, Any] = tomllib.loads(text)
    for derivation, steps in found.items():
        if not isinstance(steps, dict):
            raise ValueError(f"{derivation!r} is no table")
        for step, verdict in steps.items():
            if not isinstance(verdict, str) or verdict.partition(", ")[0] not in RANKS:
                raise ValueError(f"{step!r} has no verdict: {verdict!r}")
    return found


def pins_text(pins: Pins) -> str:
    """The text of the lock file, derivations in order, steps as they stand in them."""
    parts = [HEAD]
    for derivation in sorted(pins):
        lines = [f"{_quoted(step)} = {_quoted(v)}\n" for step, v in pins[derivation].items()]
        parts.append(f"[{_quoted(derivation)}]\n{''.join(lines)}")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# --- a run ----------------------------------------------------------------------------------------


def concluded(config: pytest.Config, told: Told) -> list[str]:
    """The lines that sum up a run; the lock file is written when that is asked for."""
    lines = [_tally(told)]
    try:
        pins = pins_of(config)
    except pytest.UsageError:
        return lines  # said before
    found = _found(told)
    whole = _whole(told)
    if config.getoption("symkl_update"):
        renewed = _renewed(config, pins, found, whole)
        if renewed != pins or not lock_path(config).is_file():
            lock_path(config).write_text(pins_text(renewed), encoding="utf-8")
        count = sum(map(len, renewed.values()))
        lines.append(f"{count} verdicts pinned in {lock_path(config).name}")
        lines += [f"  {line}" for line in _changes(pins, renewed)]
    elif pins:
        lines += _notes(pins, found, whole)
    return lines


def _tally(told: Told) -> str:
    counts = Counter(found["symkl_verdict"] for _, _, found in told)
    shown = ", ".join(f"{counts[name]} {name}" for name in reversed(RANKS) if counts[name])
    unjustified = sum(found["symkl_reason_verdict"] == "unjustified" for _, _, found in told)
    return f"{len(told)} steps: {shown}" + (f"; {unjustified} unjustified" if unjustified else "")


def _found(told: Told) -> Pins:
    """The verdicts of all steps that did not fail, in order."""
    found: Pins = {}
    for node, outcome, properties in sorted(told, key=_place):
        if outcome != "failed":
            verdict = verdict_text(properties["symkl_verdict"], properties["symkl_reason_verdict"])
            found.setdefault(_derivation(node), {})[properties["symkl_statement"]] = verdict
    return found


def _place(entry: tuple[str, str, Mapping[str, Any]]) -> tuple[str, int]:
    derivation, _, step = entry[0].rpartition("::")
    return derivation, int(step.rpartition(" ")[2])


def _derivation(node: str) -> str:
    return node.rpartition("::")[0]


def _whole(told: Told) -> set[str]:
    """The derivations of which every step ran and passed, or was skipped."""
    counts = Counter(_derivation(node) for node, outcome, _ in told if outcome != "failed")
    return {_derivation(n) for n, _, p in told if counts[_derivation(n)] == int(p["symkl_steps"])}


def _renewed(config: pytest.Config, pins: Pins, found: Pins, whole: Iterable[str]) -> Pins:
    """The pins with those of this run; of files that are gone, nothing stays."""
    kept = {d: steps for d, steps in pins.items() if _exists(config, d)}
    merged = {d: {**kept.get(d, {}), **steps} for d, steps in found.items()}
    return {**kept, **merged, **{d: found[d] for d in whole if d in found}}


def _exists(config: pytest.Config, derivation: str) -> bool:
    return (config.rootpath / derivation.partition("::")[0]).exists()


def _changes(before: Pins, after: Pins) -> Iterable[str]:
    """What an update takes away or weakens, so that nothing is lost unseen."""
    for derivation, steps in before.items():
        for step, verdict in steps.items():
            now = after.get(derivation, {}).get(step)
            if now is None:
                yield f"no longer pinned: {derivation}: {step}"
            elif now != verdict:
                yield f"{verdict} -> {now}: {derivation}: {step}"


def _notes(pins: Pins, found: Pins, whole: Iterable[str]) -> Iterable[str]:
    """What the lock file and the run do not agree on, without anything being lost."""
    gone = sum(step not in found.get(d, {}) for d in whole for step in pins.get(d, {}))
    fresh = sum(step not in pins.get(d, {}) for d, steps in found.items() for step in steps)
    if gone:
        yield f"{gone} pinned steps are no longer there as they were pinned (--symkl-update)"
    if fresh:
        yield f"{fresh} steps are not pinned yet (--symkl-update)"

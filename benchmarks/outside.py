"""Whole commands, timed from outside: wall time, and the memory of all their processes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3
SYMKL = (sys.executable, "-m", "symkl")


@dataclass(frozen=True)
class Whole:
    """What a command took: the best of some runs in seconds, peaks in bytes."""

    seconds: float
    code: int
    largest: int | None
    together: int | None


def whole(arguments: Sequence[str], runs: int = RUNS, sample: bool = False) -> Whole:
    """``symkl`` with these arguments, best of the runs; with ``sample``, once more for memory."""
    found = [_watched(arguments) for _ in range(runs)]
    best = min(found, key=lambda one: float(one["seconds"]))
    peaks = _watched(arguments, "--sample") if sample else best
    return Whole(best["seconds"], best["code"], best["largest"], peaks["together"])


def _watched(arguments: Sequence[str], *options: str) -> dict[str, int | float | None]:
    command = [sys.executable, "-m", "benchmarks.watch", *options, *SYMKL, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)

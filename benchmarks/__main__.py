"""All figures of ``benchmarks/README.md``, side by side in one run: ``python -m benchmarks``.

symkl proves each step for every n and k; SymPy is asked the same of an instance (n = 3, k = 2),
and in general as far as it can say it.
"""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.progress import track

from benchmarks.inside import Inside, timed
from benchmarks.outside import whole
from benchmarks.rival import Answer, answers
from benchmarks.steps import Case, cases
from benchmarks.tables import Sizes

PATHS = ("derivations/",)
FIRST = ("kl_nonnegativity", "mutual_information", "cross_entropy", "gaussian_kl")
REPEATS = 9
LIMIT = 20.0  # seconds for one claim of SymPy's
JOBS = 2
MEGABYTE = 1_000_000


def main(paths: Sequence[str]) -> None:
    """Measure, then print the tables as Markdown."""
    found = cases(paths or PATHS)
    ours = [timed(case, REPEATS) for case in _watched(found, "symkl")]
    instance = list(_watched(answers(found, Sizes(), LIMIT, JOBS), "SymPy, instance", len(found)))
    general = list(_watched(answers(found, None, LIMIT, JOBS), "SymPy, general", len(found)))
    lines = (*_times(ours), "", *_ratios(found, ours, instance), "", *_commands(), "")
    for line in (*lines, *_solved(ours, instance, general)):
        print(line)


def _watched(items: Iterable[object], what: str, total: int | None = None) -> Iterator[object]:
    console = Console(stderr=True)
    yield from track(items, what, total, console=console, disable=not console.is_terminal)


def _times(ours: Sequence[Inside]) -> Iterator[str]:
    yield "| symkl, a step | median | largest |"
    yield "|---|--:|--:|"
    rows = {
        "kernel, caches empty": [one.kernel for one in ours],
        "kernel, caches warm": [one.kernel_warm for one in ours],
        "search for the proof": [one.search for one in ours],
        "models": [one.survey for one in ours],
    }
    for name, times in rows.items():
        known = [seconds for seconds in times if seconds is not None]
        yield f"| {name} | {_ms(statistics.median(known))} | {_ms(max(known))} |"


def _ratios(
    found: Sequence[Case], ours: Sequence[Inside], instance: Sequence[Answer]
) -> Iterator[str]:
    """How many times longer SymPy takes, over the claims that both of them solve."""
    pairs = [
        (one.kernel, other.seconds)
        for one, other in zip(ours, instance, strict=True)
        if one.kernel is not None and other.outcome == "solved"
    ]
    yield "| claims that both solve | symkl's kernel | SymPy at n = 3, k = 2 | ratio of medians |"
    yield "|--:|--:|--:|--:|"
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    yield f"| {len(pairs)} of {len(found)} | {_ms(mine)} | {_ms(theirs)} | {theirs / mine:.0f} |"
    each = sorted(theirs / mine for mine, theirs in pairs)
    asked = [
        (one.kernel, other.seconds)
        for one, other in zip(ours, instance, strict=True)
        if one.kernel is not None and other.outcome != "not expressible"
    ]
    mine, theirs = (statistics.median(side) for side in zip(*asked, strict=True))
    yield ""
    yield (
        f"Claim by claim, SymPy takes {statistics.median(each):.0f} times as long at the median "
        f"({each[0]:.1f} to {each[-1]:.0f} times). Over the {len(asked)} claims that it can be "
        f"asked, solved or not: {_ms(theirs)} against {_ms(mine)}, {theirs / mine:.0f} times."
    )


def _commands() -> Iterator[str]:
    yield "| command | best of three | largest process | all processes together |"
    yield "|---|--:|--:|--:|"
    first = [f"derivations/{name}.py" for name in FIRST]
    for name, arguments in {
        "check FIRST": ["check", *first],
        "check derivations/": ["check", "derivations/"],
        "--version": ["--version"],
    }.items():
        found = whole(arguments, sample=True)
        peaks = " | ".join(_mb(size) for size in (found.largest, found.together))
        yield f"| `symkl {name}` | {found.seconds:.2f} s | {peaks} |"


def _solved(
    ours: Sequence[Inside], instance: Sequence[Answer], general: Sequence[Answer]
) -> Iterator[str]:
    proved = sum(one.kernel is not None for one in ours)
    yield f"Of {len(ours)} claims the kernel proves {proved} for every n and k. SymPy:"
    yield ""
    outcomes = [Counter(answer.outcome for answer in side) for side in (instance, general)]
    yield "| outcome | instance (n = 3, k = 2) | in general |"
    yield "|---|--:|--:|"
    for name in sorted(set(outcomes[0]) | set(outcomes[1])):
        yield f"| {name} | {outcomes[0][name]} | {outcomes[1][name]} |"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms"


def _mb(size: int | None) -> str:
    return "unknown" if size is None else f"{size / MEGABYTE:.0f} MB"


if __name__ == "__main__":
    main(sys.argv[1:])

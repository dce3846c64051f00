"""Fuzzing for soundness: ``python3 run.py fuzz [--cases N] [--seed S] [--minutes M] [--jobs J]``.

Exit code 1 when a false statement was proved, a true one refuted, or the two checkers disagree.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count

from soundness.campaign import GRAVE, Tally, cases

CHUNK = 250


def chunk(first: int, thorough: int) -> Tally:
    """The tally of so many seeds from the first one on."""
    tally = Tally()
    for case in cases(iter(range(first, first + CHUNK)), thorough):
        tally.add(case)
    return tally


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000, help="how many (default 20000)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed (default 0)")
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long")
    parser.add_argument("--jobs", type=int, default=cpu_count() or 1)
    parser.add_argument(
        "--thorough",
        type=int,
        default=10,
        metavar="N",
        help="put one case in N to the models and the second checker as well (default 10)",
    )
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    chosen = options(arguments)
    total, start = Tally(), time.monotonic()
    firsts = range(chosen.seed, chosen.seed + chosen.cases, CHUNK)
    with ProcessPoolExecutor(chosen.jobs) as pool:
        pending = [pool.submit(chunk, first, chosen.thorough) for first in firsts]
        for done, future in enumerate(pending, 1):
            found = future.result()
            total.counts += found.counts
            total.grave += found.grave
            total.missed += found.missed
            for line in found.grave:
                print(f"\n{line}", flush=True)
            seconds = time.monotonic() - start
            _progress(total.counts, done, len(pending), seconds)
            if chosen.minutes and seconds > 60 * chosen.minutes:
                pool.shutdown(cancel_futures=True)
                break
    print()
    report(total)
    return 1 if total.grave else 0


def _progress(counts: Counter[str], done: int, chunks: int, seconds: float) -> None:
    grave = sum(counts[name] for name in GRAVE)
    end = "" if sys.stderr.isatty() else "\n"
    told = f"{done}/{chunks} chunks, {counts['cases']} cases, {grave} faults, {seconds:.0f} s"
    if end == "" or done % 20 == 0 or done == chunks:
        print(f"\r{told}", end=end, file=sys.stderr, flush=True)


def report(total: Tally) -> None:
    for line in total.missed[:20]:
        print(line[:600])
    for name, count in sorted(total.counts.items()):
        print(f"{count:8}  {name}")
    for part, whole in (
        ("true ones proved", "true ones"),
        ("false ones refuted", "false ones surveyed"),
    ):
        print(f"{total.rate(part, whole):7.2f}%  {part} (of {total.counts[whole]} {whole})")
    for name in GRAVE:
        print(f"{total.counts[name]:8}  {name}s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A command's wall time and memory, measured from a process with nothing else in it.

Run as ``python -m benchmarks.watch [--sample] COMMAND...``; prints one JSON object.  A process of
its own, as the peak of a command counts what its parent held when it started it.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

SECONDS_BETWEEN_SAMPLES = 0.02


def main(arguments: list[str]) -> None:
    """Run the command and print what it took; with --sample, the memory of its whole tree too."""
    sample = arguments[:1] == ["--sample"]
    command = arguments[1:] if sample else arguments
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **quiet)
    together = _peak_of_tree(process) if sample else None
    code = process.wait()
    seconds = time.perf_counter() - start
    found = {"code": code, "seconds": seconds, "largest": _largest(), "together": together}
    print(json.dumps(found))


def _largest() -> int | None:
    """Bytes of the largest of the processes that have ended; None where that is not known."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def _peak_of_tree(process: subprocess.Popen[bytes]) -> int | None:
    """Bytes that all processes of the command held at once, shared memory counted once."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_held, _tree(process.pid))))
        time.sleep(SECONDS_BETWEEN_SAMPLES)
    return peak or None


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:  # grows on the way
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, children.read_text().split())
    return found


def _held(pid: int) -> int:
    """Bytes of a process, each shared page by the share that is its own."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])

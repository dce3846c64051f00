"""``check`` as a person calls it: at a prompt or in a notebook, with progress when it takes long.

A script sees nothing of this: there, nothing is printed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from symkl import running
from symkl.derivation import Derivation
from symkl.display.speech import say
from symkl.result import DerivationResult

PATIENCE = 0.5  # seconds after which progress is shown
Show = Callable[[str], None]


def check(
    derivation: Derivation, hypotheses: bool = False, mutate: bool = False
) -> DerivationResult:
    """The result for one derivation, judged in this process and without a time limit.

    Only what models alone support is shown to SymPy, in a process of its own, for a few seconds.
    In a notebook the result shows itself as a table, at a prompt as text.  Progress is shown in
    notebooks, and on the standard error of an interactive Python, when it takes long.

    Args:
        derivation: the chain of steps.
        hypotheses: whether each hypothesis of each proved step is dropped as well, to see what
            breaks.
        mutate: whether slips of the pen are tried in each proved step, to see if they are noticed.

    Examples:
        >>> from symkl import KL, Derivation, FiniteSpace
        >>> P, Q = FiniteSpace("X").pmfs("P Q")
        >>> check(Derivation("A false claim").start(KL(P, Q)).eq(KL(Q, P), by="algebra"))
        A false claim
          1 × refuted  KL(P || Q) = KL(Q || P)  by algebra: unjustified
              reason: no reason gives a false step, algebra included
              false: 0.0566... against 0.0588... in the model shown
              counterexample: |X| = 2, P = (1/3, 2/3), Q = (1/2, 1/2)
                left side  0.0566...
                right side 0.0588...
          conclusion: × refuted: KL(P || Q) = KL(Q || P); the steps do NOT show it
    """
    show = _notebook() or _prompt()
    if show is None:
        return running.check(derivation, hypotheses, mutate=mutate)
    progress = Progress(show)
    try:
        result = running.check(derivation, hypotheses, progress, mutate)
    except BaseException:
        progress.end("stopped in")
        raise
    progress.end("checked")
    return result


class Progress:
    """Shows how many steps are done, from the moment on when it has taken long."""

    def __init__(self, show: Show, now: Callable[[], float] = time.monotonic) -> None:
        self._show, self._now = show, now
        self._start, self._shown, self._done, self._total = now(), False, 0, 0

    def __call__(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if self._now() - self._start >= PATIENCE:
            self._shown = True
            self._show(say(f"checking step {done + 1} of {total} ..."))

    def end(self, how: str) -> None:
        """What is left to see, where progress was shown at all: how far it came, and when."""
        if self._shown:
            seconds = self._now() - self._start
            told = say(f"{how} step {self._done + 1} of {self._total} after {seconds:.1f} s")
            self._show(f"{told}\n")


def _notebook() -> Show | None:
    """What shows a line in the output of the cell, and then replaces it; None elsewhere."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if getattr(shell, "kernel", None) is None:
        return None
    display = import_module("IPython.display").display
    handle: list[Any] = []

    def show(said: str) -> None:
        # A plain bundle: text in a notebook, and in what is made of it.
        bundle = {"text/plain": said.rstrip()}
        if handle:
            handle[0].update(bundle, raw=True)
        else:
            handle.append(display(bundle, raw=True, display_id=True))

    return show


def _prompt() -> Show | None:
    """What shows a line on standard error of an interactive Python; None where nobody looks on."""
    interactive = hasattr(sys, "ps1") or bool(sys.flags.interactive)
    if not (interactive and sys.stderr.isatty()):
        return None

    def show(said: str) -> None:
        sys.stderr.write(f"\r\x1b[K{said}")
        sys.stderr.flush()

    return show

"""Runs that a person or the machine ends early: what was found until then is kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import Any, TypeVar

Answer = TypeVar("Answer")
Stopped = Callable[[], bool]
SIGNALS = (signal.SIGINT, signal.SIGTERM)
INTERVAL = 0.2  # seconds after which one looks whether the run is to end


class Interrupted(Exception):
    """The run ended before this was known."""


def never() -> bool:
    """For runs that end when all is done."""
    return False


def always() -> bool:
    """For what a run that has been ended still does."""
    return True


@contextmanager
def stoppable() -> Iterator[Stopped]:
    """What says whether Ctrl-C or SIGTERM came; the next one then does what it does elsewhere."""
    if threading.current_thread() is not threading.main_thread():
        yield never  # signals are the main thread's
        return
    seen = threading.Event()
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def noted(_number: int, _frame: Any) -> None:
        seen.set()
        restore()

    for number in SIGNALS:
        signal.signal(number, noted)
    try:
        yield seen.is_set
    finally:
        restore()


def answer(future: Future[Answer], stopped: Stopped) -> Answer:
    """The result of a task; raises Interrupted when the run ends before there is one."""
    while not (future.done() or stopped()):
        wait([future], timeout=INTERVAL)
    if not future.done():
        raise Interrupted
    return future.result()

"""What several test modules need: the repository's root, and ``symkl`` as a subprocess."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from symkl.loading import load
from symkl.result import Result
from symkl.running import run

ROOT = Path(__file__).parent.parent
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shipped(root: Path) -> Result:
    """What a check of all derivations that come with symkl finds, once for all tests."""
    return run(load([str(root / "derivations")]), timeout=60, jobs=2)


@pytest.fixture(scope="session")
def symkl() -> Command:
    """Run ``symkl`` with these arguments, as a user does."""

    def call(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "symkl", *map(str, arguments)]
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=50
        )

    return call

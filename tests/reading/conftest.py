from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of small articles."""
    return Path(__file__).parent / "documents"

"""Documents in many styles: the verdict and the kernel's statement of every step."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_documents import DOCUMENTS, judged


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_steps_are_read_and_judged_as_expected(path: Path) -> None:
    expected = path.with_name(f"{path.name}.expected").read_text(encoding="utf-8")
    assert [line.rstrip() for line in judged(path)] == expected.splitlines()


def test_every_verdict_occurs_often() -> None:
    lines = [
        line
        for path in DOCUMENTS
        for line in path.with_name(f"{path.name}.expected").read_text("utf-8").splitlines()
    ]
    counts = {word: sum(f" {word} " in line for line in lines) for word in ("proved", "refuted")}
    assert counts["proved"] > 80
    assert counts["refuted"] > 20

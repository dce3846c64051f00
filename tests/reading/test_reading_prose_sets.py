"""Short texts with one display: false ones in natural prose, and true ones that rest on words.

The texts of ``prose/false.md`` are each a token away from what is true; those of ``prose/true.md``
hold only under what the words beside them say, mostly in ways that nobody reads.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_documents import steps, verdict

from symkl.reading.document import Document

FOLDER = Path(__file__).parent / "prose"
# Texts whose words cannot be told from a hypothesis, or whose formula is not read.
NOT_REFUTED = 16


def texts(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").split("\n%%\n")


def verdicts(text: str) -> list[str]:
    return [verdict(step) for step in steps(Document("a.md", text))]


@pytest.mark.parametrize("text", texts("true.md"))
def test_what_holds_by_the_words_beside_it_is_not_refuted(text: str) -> None:
    assert "refuted" not in verdicts(text)


def test_false_displays_in_prose_are_refuted() -> None:
    found = [verdicts(text) for text in texts("false.md")]
    assert not any("proved" in of or "supported" in of for of in found)
    assert sum("refuted" not in of for of in found) <= NOT_REFUTED

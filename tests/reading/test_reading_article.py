"""An article as its author wrote it, where it stands beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_documents import judged

ARTICLE = Path(__file__).parents[3] / "shared" / "article.md"


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is not beside the checkout")
def test_every_side_is_read_and_the_wrong_line_alone_is_refuted() -> None:
    found = [line.split(maxsplit=2) for line in judged(ARTICLE)]
    assert [row for row in found if row[1] == "unread"] == []
    assert [int(line) for line, verdict, _ in found if verdict == "refuted"] == [51]
    assert sum(verdict == "proved" for _, verdict, _ in found) >= 50

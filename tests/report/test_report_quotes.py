from __future__ import annotations

import pytest

from symkl.report.quotes import curled
from symkl.report.tex_text import code, escape
from symkl.report.typst import text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('"a" and "b"', "“a” and “b”"),
        ('("a")', "(“a”)"),
        ('条件互信息 "I(X;Y|Z)"（"链式法则"）', "条件互信息 “I(X;Y|Z)”（“链式法则”）"),
        ('a "b', "a “b"),
        ("'a' “b”", "'a' “b”"),
    ],
)
def test_straight_marks_open_and_close(typed: str, shown: str) -> None:
    assert curled(typed) == shown


def test_typeset_files_have_them_and_code_has_not() -> None:
    assert escape('"a"') == r"\textquotedblleft{}a\textquotedblright{}"
    assert text('"a"') == '#"“a”";'
    assert "textquotedblleft" not in code('"a"')

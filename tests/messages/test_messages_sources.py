"""All that the reader, the models and the kernel may say has a translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import symkl
from symkl.messages.translation import translation

PACKAGE = Path(symkl.__file__).parent
# What is called with the sentences that people are told.
SAYING = frozenset(
    {
        "Diagnostic",
        "TooLarge",
        "Undefined",
        "Unreadable",
        "Unsupported",
        "_untold",
        "spoil",
    }
)
FOLDERS = ("kernel", "models", "prove", "reading", "rules")


def texts_of(node: ast.expr, names: dict[str, list[str]]) -> list[str]:
    """The texts that an argument may be, with a name for each value in them."""
    if isinstance(node, ast.IfExp):
        return [*texts_of(node.body, names), *texts_of(node.orelse, names)]
    if isinstance(node, ast.Name):
        return names.get(node.id, [])
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "q1" for p in node.values)
        return ["".join(map(str, parts))]
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return [str(node.value)] if is_text and isinstance(node, ast.Constant) else []


def said(file: Path) -> Iterator[str]:
    """The sentences of a file."""
    tree = ast.parse(file.read_text("utf-8"))
    names: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names.setdefault(node.targets[0].id, []).extend(texts_of(node.value, {}))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            called = called.id if isinstance(called, ast.Name) else called
            if called in SAYING:
                for argument in node.args:
                    yield from texts_of(argument, names)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sentence_has_a_translation(folder: str) -> None:
    files = sorted((PACKAGE / folder).rglob("*.py"))
    found = {text for file in files for text in said(file)}
    sentences = {text for text in found if len(re.findall("[a-z]{2,}", text)) > 1}
    assert {text for text in sentences if translation(text) is None} == set()
    assert sentences or folder in ("prove", "rules")

from __future__ import annotations

import json
from pathlib import Path

import pytest

from symkl.reading.document import Document, documents, load_document
from symkl.result import InputError


def loaded(path: Path) -> Document:
    document = load_document(str(path))
    assert isinstance(document, Document), document
    return document


def refused(path: Path) -> InputError:
    error = load_document(str(path))
    assert isinstance(error, InputError), error
    return error


def test_places_count_from_one_and_in_characters() -> None:
    document = Document("a.md", "熵是\n\n$H$")
    assert [document.place(at) for at in (0, 1, 3, 4, 6)] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (3, 1),
        (3, 3),
    ]
    assert [document.line_of(n) for n in (0, 1, 2, 3, 4)] == ["", "熵是", "", "$H$", ""]


@pytest.mark.parametrize(
    "data", [b"a\nb", b"a\r\nb", b"a\rb", b"\xef\xbb\xbfa\nb", "a\nb".encode("utf-16")]
)
def test_line_ends_and_byte_order_marks_leave_no_trace(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(data)
    assert loaded(file).text == "a\nb"


def test_other_encodings_are_refused_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"eins\nzwei\n" + "drei ä".encode("latin-1"))
    assert refused(file).line == 3
    assert "UTF-8" in refused(file).message


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")
    assert "'.docx'" in refused(tmp_path / "a.docx").message
    assert refused(tmp_path / "missing.md").line == 0


def test_a_notebook_says_cell_and_line(articles: Path) -> None:
    document = loaded(articles / "notes.ipynb")
    assert document.location(document.text.index("H(p,q) = H(p)")).endswith(
        "notes.ipynb, cell 3:4:1"
    )
    assert "print" not in document.text
    assert len(document.parts) == 2


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"cells": 3}', '{"cells": [{"cell_type": "markdown"}]}']
)
def test_broken_notebooks_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ipynb").write_text(text)
    assert "notebook" in refused(tmp_path / "a.ipynb").message


def test_a_notebook_without_markdown_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": []}))
    assert loaded(tmp_path / "a.ipynb").text == ""


def test_folders_and_globs_in_order_and_once(tmp_path: Path) -> None:
    for name in ("b.md", "a.TEX", "c.txt", ".hidden/d.md", "_posts/e.Rmd"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = documents([str(tmp_path), str(tmp_path / "*.md")])
    names = [Path(document.name).name for document in found.documents]
    assert names == ["e.Rmd", "a.TEX", "b.md"]
    assert [document.format for document in found.documents] == ["markdown", "tex", "markdown"]
    assert not found.errors


def test_nothing_there_is_an_error_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    found = documents([str(tmp_path / "*.tex"), str(tmp_path / "a.md")])
    assert len(found.documents) == len(found.errors) == 1


def test_standard_input_is_markdown_or_a_latex_document() -> None:
    (markdown,) = documents(["-"], b"$x$").documents
    (tex,) = documents(["-"], b"\\begin{document}x\\end{document}").documents
    assert (markdown.format, tex.format) == ("markdown", "tex")
    assert markdown.location(0) == "<stdin>:1:1"

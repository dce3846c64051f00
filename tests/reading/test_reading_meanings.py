"""``symkl check --explain`` and ``symkl declare``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from symkl.reading.article import read
from symkl.reading.declarations import parsed
from symkl.reading.declaring import declaration_block
from symkl.reading.document import Document
from symkl.reading.meanings import meanings, table

OPEN = """# Open
$$ a(x+1) = a x + a $$
$$ D(r||q) = \\sum_y r(y)\\log\\frac{r(y)}{q(y)} $$
$$ H(Y) \\ge 0 $$
$$ \\sum_y r(y) b(y) = E_r[b(y)] $$
"""


def test_names_with_kind_shape_section_and_origin() -> None:
    text = "# S\nLet $P$ be a distribution.\n\n$$\\sum_x P(x) = 1$$\n"
    text += "```symkl\nvector a : n\n```\n$$a^T a = a^T a$$\n"
    document = Document("a.md", text)
    found = {m.name: m for m in meanings(document, read(document))}
    assert (found["P"].kind, found["P"].how, found["P"].line) == ("pmf", "prose", 2)
    assert (found["x"].kind, found["x"].how, found["x"].line) == ("outcome", "usage", 4)
    assert (found["a"].kind, found["a"].shape, found["a"].how) == ("vector", "n x 1", "declared")
    assert {m.scope for m in found.values()} == {"S"}
    lines = list(table(tuple(found.values())))
    assert lines[0].split() == ["name", "kind", "shape", "scope", "origin"]
    assert "T" not in found


def test_functions_of_variables_and_total_variation_are_told() -> None:
    text = "$$H(f(X)) \\le H(X)$$\n\n$$\\mathrm{TV}(P,Q) \\le 1$$\n"
    document = Document("a.md", text)
    found = {m.name: m for m in meanings(document, read(document))}
    assert (found["f(X)"].kind, found["f(X)"].shape) == ("random variable", "a function of X")
    assert found["TV"].kind == "total variation"


def test_the_block_makes_what_was_open_read() -> None:
    document = Document("a.md", OPEN)
    lines = declaration_block(document)
    assert lines == ("number a", "function b", "# instead of function b, perhaps: pmf b")
    before, after = read(document), read(document, further=parsed("\n".join(lines)))
    assert before.result.sides_read < before.result.sides
    assert after.result.sides_read == after.result.sides


def test_nothing_open_means_no_block() -> None:
    assert declaration_block(Document("a.md", "$$\\sum_x p(x) = 1$$")) == ()


def test_the_commands(symkl: Callable[..., Any], tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text(OPEN, encoding="utf-8")
    declared = symkl("declare", article)
    assert declared.returncode == 0
    assert declared.stdout.startswith("```symkl\nnumber a\n")
    article.write_text(f"{declared.stdout}\n{OPEN}", encoding="utf-8")
    explained = symkl("check", "--explain", article)
    assert "origin" in explained.stdout
    assert "declared (line 2)" in explained.stdout
    assert symkl("declare", tmp_path / "no.md").returncode == 2

"""Imports go one way: each layer uses only what stands before it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "symkl"
MODULES = sorted(PACKAGE.rglob("*.py"))
ENTRY_POINTS = ("__init__", "__main__")  # they put the layers together


def layers() -> list[str]:
    """The layers in the order that docs/architecture.md gives them."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"^    kernel <.*(?:\n    .*<.*)*", text, re.MULTILINE)
    assert block is not None
    return [name.strip() for name in block.group().split("<")]


ORDER = layers()


def layer_of(module: str) -> str:
    """The part of the package that a dotted name lies in."""
    return module.split(".")[1] if "." in module else "__init__"


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def imported(file: Path) -> Iterator[str]:
    """The full names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def upward(file: Path) -> list[str]:
    """The imports of a file from layers after its own."""
    own = layer_of(name_of(file))
    later = ORDER[ORDER.index(own) + 1 :]
    inside = [name for name in imported(file) if name.split(".")[0] == "symkl"]
    return [name for name in inside if "." in name and layer_of(name) in later]


def test_every_module_has_a_layer():
    found = {layer_of(name_of(file)) for file in MODULES} - set(ENTRY_POINTS)
    assert found == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports_go_one_way(file):
    if layer_of(name_of(file)) not in ENTRY_POINTS:
        assert upward(file) == []


def test_a_wrong_import_is_seen(tmp_path, monkeypatch):
    wrong = tmp_path / "symkl" / "kernel" / "wrong.py"
    wrong.parent.mkdir(parents=True)
    wrong.write_text("def late():\n    from symkl.models import build\n    import symkl.cli\n")
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    assert upward(wrong) == ["symkl.models", "symkl.models.build", "symkl.cli"]


@pytest.mark.parametrize(
    "file", [f for f in MODULES if layer_of(name_of(f)) == "kernel"], ids=name_of
)
def test_the_kernel_needs_the_standard_library_only(file):
    for name in imported(file):
        assert name.split(".")[0] in sys.stdlib_module_names or name.startswith("symkl.kernel")


@pytest.mark.parametrize(
    "file", [f for f in MODULES if layer_of(name_of(f)) == "kernel"], ids=name_of
)
def test_the_kernel_has_no_floats_and_no_asserts(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Assert)
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        assert not (isinstance(node, ast.Name) and node.id in ("float", "complex", "eval", "exec"))


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_only_consulting_asks_sympy_for_its_opinion(file):
    """And late: a run in which nothing is left to models alone never imports it."""
    if layer_of(name_of(file)) in ("symbolic", *ENTRY_POINTS):
        return
    asks = any(name.startswith("symkl.symbolic") for name in imported(file))
    assert asks == (name_of(file) == "symkl.consulting")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    at_once = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert not any((node.module or "").startswith("symkl.symbolic") for node in at_once)


@pytest.mark.parametrize(
    "file", [f for f in MODULES if layer_of(name_of(f)) == "symbolic"], ids=name_of
)
def test_what_asks_sympy_needs_the_kernel_alone(file):
    """So that it can lend nothing to a proof, and no model depends on it."""
    for name in imported(file):
        inside = name.startswith(("symkl.kernel", "symkl.symbolic"))
        assert inside or name.split(".")[0] in {*sys.stdlib_module_names, "sympy"}

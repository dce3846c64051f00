"""The documentation as it is built: without a warning, and read without a network."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from importlib.resources import files

import pytest

from symkl.reading.diagnostics import CODES
from symkl.rules.catalogue import CATALOGUE


@pytest.fixture(scope="module")
def pages(root, tmp_path_factory):
    """The built pages by name; building fails on a warning."""
    target = tmp_path_factory.mktemp("html")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d"]
    command += [target.parent / "doctrees", root / "docs", target]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr
    found = target.rglob("*.html")
    return {str(p.relative_to(target)): p.read_text(encoding="utf-8") for p in found}


def test_nothing_is_loaded_from_elsewhere(pages):
    for name, page in pages.items():
        loading = re.findall(r"<(?:link|script|img|iframe|source)\b[^>]*>", page)
        away = [tag for tag in loading if re.search(r"(?:src|href)=\"(?:https?:)?//", tag)]
        assert away == [], name


def test_every_letter_of_a_formula_is_in_the_font(pages):
    listed = files("symkl.report").joinpath("fonts", "stix-two-math.txt").read_text("utf-8")
    points: set[int] = set()
    for first, last in re.findall(r"^([0-9A-F]{4,6})(?:-([0-9A-F]{4,6}))?\b", listed, re.M):
        points |= set(range(int(first, 16), int(last or first, 16) + 1))
    assert ord("∑") in points
    for name, page in pages.items():
        for formula in re.findall(r"<math.*?</math>", page, re.S):
            shown = re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", formula, flags=re.S)
            letters = {x for x in unescape(shown) if not x.isspace()} - {"\ufe00", "\ufe01"}
            assert {x for x in letters if ord(x) not in points} == set(), (name, shown)


def test_pages_that_are_made_of_data_have_all_of_it(pages):
    for code in CODES:
        assert f'id="{code.lower()}"' in pages["reference/codes.html"]
    for reason in CATALOGUE:
        assert f"<h2>{reason.name}<" in unescape(pages["reference/rules.html"])
    for command in ("check", "report", "audit", "declare", "rules", "explain"):
        assert f'id="symkl-{command}"' in pages["reference/cli.html"]


def test_every_derivation_of_the_gallery_has_a_verdict(pages):
    tables = re.findall(
        r'<table class="[^"]*symkl-derivation.*?</table>', pages["gallery.html"], re.S
    )
    assert len(tables) >= 10
    assert all(re.search("proved|refuted|supported", table) for table in tables)

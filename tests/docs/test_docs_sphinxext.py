"""The Sphinx extension, in a project of its own: what a page shows, and what is a warning."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

DERIVATIONS = """
from symkl import *

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")

good = (
    Derivation("Costs $5, with $P > 0$ and <b>")
    .start(KL(P, Q))
    .eq(X.sum(P(x) * log(P(x) / Q(x)), x), by=definition(KL), ref="G1")
)
wrong = Derivation("Wrong").start(KL(P, Q)).eq(KL(Q, P))
kept = Derivation("Kept").start(KL(P, Q)).eq(KL(Q, P), expect="refuted")
"""


@pytest.fixture
def built(tmp_path: Path):
    """Build a page of this text; gives its HTML and the warnings."""

    def build(text: str) -> tuple[str, str]:
        source, target = tmp_path / "source", tmp_path / "html"
        source.mkdir()
        (source / "notes.py").write_text(DERIVATIONS, encoding="utf-8")
        (source / "index.rst").write_text(f"Title\n=====\n\n{text}\n", encoding="utf-8")
        warnings = StringIO()
        settings = {"extensions": ["symkl.sphinxext"], "html_math_renderer": "mathml"}
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(
                *(source, None, target, tmp_path / "doctrees", "html"),
                confoverrides=settings,
                status=None,
                warning=warnings,
            )
            app.build()
        return (target / "index.html").read_text(encoding="utf-8"), warnings.getvalue()

    return build


def test_a_derivation_is_shown_with_its_verdicts(built, tmp_path):
    page, warnings = built(".. symkl:: notes.py::good\n   :source:\n   :assumptions:")
    assert not warnings
    assert "✓</strong> proved" in page
    assert "by definition of KL: justified" in page
    assert page.count("<math") >= 5
    assert "Costs $5, with <math" in page
    assert "&lt;b&gt;" in page
    assert '<span class="n">Derivation</span>' in page
    assert "positive everywhere" in page
    static = tmp_path / "html" / "_static"
    assert {"symkl.css", "stix-two-math.woff2"} <= {file.name for file in static.iterdir()}


def test_without_verdicts_nothing_is_told(built):
    page, warnings = built(".. symkl:: notes.py::kept\n   :no-verdicts:")
    assert not warnings
    assert "Kept" in page
    assert not re.search("refuted|counterexample|Conclusion", page)


def test_a_counterexample_is_shown(built):
    page, warnings = built(".. symkl:: notes.py::kept")
    assert not warnings
    assert "refuted (expected)" in page
    assert "counterexample" in page


def test_a_step_that_is_not_as_expected_is_a_warning(built):
    _, warnings = built(".. symkl:: notes.py::wrong")
    assert "index.rst:4: WARNING: not as expected: KL(P || Q) = KL(Q || P): refuted" in warnings


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("notes.py::bad", "has no derivation 'bad'; it has good, wrong, kept"),
        ("notes.py", "has no derivation ''; it has good, wrong, kept"),
        ("missing.py::good", "No such file"),
    ],
)
def test_what_is_not_there_is_told(built, argument, message):
    _, warnings = built(f".. symkl:: {argument}")
    assert message in warnings
    assert "index.rst:4" in warnings


def test_formulas_need_no_script(built):
    page, warnings = built("Let :math:`a < b`.\n\n.. math:: \\sum_x P(x) = 1")
    assert not warnings
    assert page.count("<math") == 2
    assert 'class="math-display"' in page
    assert "MathJax" not in page


def test_a_formula_that_cannot_be_shown_is_a_warning(built):
    page, warnings = built("Let :math:`\\nosuchcommand <b>`.")
    assert "this formula cannot be shown: \\nosuchcommand <b>" in warnings
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("variant", ["solutions", "blanks", "reasons", "shuffled", "hints"])
def test_a_derivation_becomes_an_exercise(built, variant):
    page, warnings = built(f".. symkl:: notes.py::good\n   :handout: {variant}")
    assert not warnings
    assert "Exercise 1. Costs $5" in page
    assert "<math" in page
    assert "justified" not in page
    assert ("Fill in the numbered boxes." in page) == (variant == "blanks")
    assert ('class="enclosed box"' in page) == (variant == "blanks")
    assert "Marking key" not in page


def test_a_mistake_is_not_given_away_but_by_the_key(built):
    page, warnings = built(".. symkl:: notes.py::kept\n   :handout: reasons\n   :key:")
    assert not warnings
    sheet, key = page.split("Marking key: Supply the reasons")
    assert "At least one step of this derivation is wrong" in sheet
    assert "fails for" not in sheet
    assert "Step 1 is false." in key
    assert "It fails for n = 2" in key


def test_an_exercise_in_chinese_with_another_seed(built):
    text = ".. symkl:: notes.py::good\n   :handout: blanks\n   :lang: zh\n   :seed: 5"
    page, warnings = built(text)
    assert not warnings
    assert "在编号的方框内填写。" in page
    assert "种子 5" in page


def test_what_is_open_makes_no_exercise(built):
    _, warnings = built(".. symkl:: notes.py::wrong\n   :handout: blanks")
    assert "'Wrong' is left out: step 1 is false" in warnings


def test_a_variant_that_there_is_not_is_told(built):
    _, warnings = built(".. symkl:: notes.py::good\n   :handout: riddles")
    assert "riddles" in warnings
    assert "choose from" in warnings

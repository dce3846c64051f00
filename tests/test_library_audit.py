"""The audit of libraries: what it says of functions that are right, imprecise, wrong, or raise."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from english import english_texts, texts_of

from library_audit import __main__ as command
from library_audit import audit
from library_audit.rows import Row
from symkl import KL, Beta, FiniteSpace, Gamma, H, positives

P, Q = FiniteSpace("X").pmfs("P Q")
R = FiniteSpace("Y").pmf("R")
a, b = positives("a b")


def right(p, q):
    return math.fsum(p * np.log(p / q))


def found(function, formula=KL(P, Q), inputs=(P, Q)):  # noqa: B008
    return audit.record(Row("ours", "f", formula, function, list(inputs)))


def test_a_right_function():
    record = found(lambda p: -math.fsum(p * np.log(p)), H(P), [P])
    assert record["verdict"] == "agrees"
    assert record["models"] == audit.MODELS
    assert record["worst_ulps"] < audit.ROUNDING


def test_bits_for_nats():
    record = found(lambda p, q: np.sum(p * np.log2(p / q)))
    assert record["verdict"] == "returns a wrong value"
    assert "bits" in " ".join(record["causes"])
    assert record["failing_model"]
    assert float(record["returned"]) != float(record["expected"])


def test_arguments_exchanged():
    assert found(lambda p, q: right(q, p))["verdict"] == "returns a wrong value"


def test_lost_digits():
    record = found(lambda p: -math.fsum(p * np.log(p)) * (1 + 1e-10), H(P), [P])
    assert record["verdict"] == "loses digits"
    assert record["detail"] == "about 9 digits are right in the worst model"


def test_a_function_that_raises():
    def raising(p, q):
        raise RuntimeError("not today")

    record = found(raising)
    assert record["verdict"] == "raises"
    assert record["detail"].startswith("in ")
    assert "not today" in record["returned"]


def test_a_formula_that_cannot_be_evaluated():
    record = found(right, KL(P, Q) + H(R), [P, Q])
    assert (record["verdict"], record["models"]) == ("not tested", 0)


def test_parameters_of_named_laws_are_inputs():
    from scipy.special import digamma, gammaln

    def entropy(shape, rate):
        return shape - np.log(rate) + gammaln(shape) + (1 - shape) * digamma(shape)

    law = Gamma("p", a, b)
    right_up_to_rounding = ("agrees", "loses digits")  # near its zeros
    assert found(entropy, H(law), [a, b])["verdict"] in right_up_to_rounding
    assert found(entropy, H(law), [law])["verdict"] in right_up_to_rounding
    scale = found(lambda s, r: entropy(s, 1 / r), H(law), [law])
    assert scale["verdict"] == "returns a wrong value"
    assert found(entropy, H(Beta("p", a, b)), [a, b])["verdict"] == "returns a wrong value"


@pytest.mark.parametrize("library", audit.SOURCES)
def test_a_library_that_is_not_installed_is_said_to_be_missing(monkeypatch, library):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(audit.importlib, "import_module", missing)
    assert audit.rows_of(library) is None
    assert list(audit.audited()) == [{"library": n, "missing": True} for n in audit.SOURCES]


def test_scipy_has_its_rows():
    names = [row.name for row in audit.rows_of("scipy")]
    assert len(names) == len(set(names)) > 25


@pytest.mark.parametrize(("library", "fewest"), [("torch", 50), ("sklearn", 3)])
def test_other_libraries_have_their_rows(library, fewest):
    pytest.importorskip(library, reason=f"{library} is not installed")
    names = [row.name for row in audit.rows_of(library)]
    assert len(names) == len(set(names)) >= fewest


def test_counts_are_what_mutual_information_is_computed_of():
    pytest.importorskip("sklearn", reason="sklearn is not installed")
    records = {row.name: audit.record(row) for row in audit.rows_of("sklearn")[:2]}
    of_weights, of_counts = records.values()
    assert of_weights["verdict"] == "raises"
    assert of_counts["verdict"] in ("agrees", "loses digits")


def test_the_files(monkeypatch, tmp_path):
    wrong = {"library": "ours", "version": "1", **found(lambda p, q: 0 * right(p, q))}
    wrong["function"] = "<script>alert(1)</script>"
    fine = {"library": "ours", "version": "1", **found(right)}
    untested = {"library": "ours", "version": "1", **found(right, KL(P, Q) + H(R), [P, Q])}
    absent = {"library": "theirs", "missing": True}
    monkeypatch.setattr(command, "audited", lambda: iter([wrong, fine, untested, absent]))
    assert command.main([str(tmp_path / "out")]) == 0
    page = (tmp_path / "out" / "libraries.html").read_text()
    assert "<script" not in page
    assert "theirs" in page
    data = json.loads((tmp_path / "out" / "libraries.json").read_text())
    assert data["schema"] == "symkl.libraries/1"
    assert data["functions"][0]["verdict"] == "returns a wrong value"


def test_the_page_in_chinese(monkeypatch, tmp_path):
    records = [
        {"library": "ours", "version": "1", **found(function, *more)}
        for function, *more in (
            (right,),
            (lambda p, q: np.sum(p * np.log2(p / q)),),
            (lambda p, q: right(q, p),),
            (lambda p, q: [1, 2],),
            (right, KL(P, Q) + H(R), [P, Q]),
            (lambda s, r: 0 * s, H(Gamma("p", a, b)), [a, b]),
        )
    ]
    monkeypatch.setattr(command, "audited", lambda: iter(records))
    assert command.main([str(tmp_path), "--lang", "zh"]) == 0
    text = (tmp_path / "libraries.html").read_text()
    assert '<html lang="zh">' in text
    assert english_texts(texts_of(text), "ours\nulp\ninputs") == set()


def test_without_any_library_the_run_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(command, "audited", lambda: iter([{"library": "x", "missing": True}]))
    assert command.main([str(tmp_path)]) == 2
    assert "symkl[libraries]" in capsys.readouterr().err

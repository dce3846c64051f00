"""One row of the audit: the function in many models, and what is to be said of it."""

from __future__ import annotations

import importlib
import math
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version
from typing import Any

from library_audit.rows import Row
from symkl.kernel.families import titled
from symkl.language.written import LanguageError
from symkl.models.model import Undefined, Unsupported
from symkl.testing import compare

SOURCES = {"scipy": "scipy", "torch": "torch", "sklearn": "scikit-learn"}
MODELS, SEED = 40, 0
RTOL, ATOL = 1e-7, 1e-12  # what is worse than both is wrong, not rounded
ROUNDING = 1000  # ulps up to which a result is right to rounding


def rows_of(library: str) -> list[Row] | None:
    """The rows of a library; None where it is not installed."""
    try:
        importlib.import_module(library)
    except ImportError:
        return None
    module = importlib.import_module(f"library_audit.{library}_rows")
    return list(module.rows())


def audited() -> Iterator[dict[str, Any]]:
    """What is found, a record for each row, and one for each library that is not installed."""
    for library, package in SOURCES.items():
        rows = rows_of(library)
        if rows is None:
            yield {"library": library, "missing": True}
            continue
        for row in rows:
            yield {"library": library, "version": version(package), **record(row)}


def record(row: Row) -> dict[str, Any]:
    """The function of the row in ``MODELS`` models, as plain data."""
    start = time.perf_counter()
    found = _found(row)
    return {
        "function": row.name,
        "formula": found.pop("formula", str(row.formula)),
        "laws": found.pop("laws", []),
        **found,
        "seconds": round(time.perf_counter() - start, 2),
    }


def _found(row: Row) -> dict[str, Any]:
    try:
        report = compare(
            row.function,
            row.formula,
            row.inputs,
            rtol=RTOL,
            atol=ATOL,
            arrays=row.arrays,
            between=row.between,
            models=MODELS,
            seed=SEED,
            max_size=row.max_size,
        )
    except (LanguageError, Undefined, Unsupported) as error:
        return {"models": 0, "verdict": "not tested", "detail": str(error)}
    worst, failing = report.worst, report.failing
    finite = [o for o in report.outcomes if o.found is not None and o.ulps != math.inf]
    at_zero = [o for o in finite if o.expected[o.entry].middle == 0]
    finite = [o for o in finite if o.expected[o.entry].middle != 0]
    shown = report.simplest or worst
    laws = report.trial.context.laws.values()
    data: dict[str, Any] = {
        "formula": report.formula,
        "laws": [f"{law.name} is {titled(law)}" for law in laws if law.family],
        "models": len(report.outcomes),
        "skipped": report.skipped,
        "verdict": "agrees",
        "detail": "",
    }
    if any(outcome.error for outcome in at_zero):
        data["worst_at_zero"] = _float(max(outcome.error for outcome in at_zero))
    if finite:
        most = max(finite, key=lambda outcome: outcome.ulps)
        data["worst_ulps"] = _float(most.ulps)
        data["worst_relative"] = _float(most.relative)
        data["worst_model"] = _model(report, most)
        data["worst_returned"] = _returned(most)
        data["worst_expected"] = most.expected[most.entry].text()
    if failing:
        kinds = sorted({outcome.fault for outcome in failing})
        data["verdict"] = "; ".join(kinds)
        data["detail"] = f"in {len(failing)} of {len(report.outcomes)} models"
        data["causes"] = list(report.causes)
        if shown is not None:
            data["failing_model"] = _model(report, shown)
            data["returned"] = _returned(shown)
            data["expected"] = shown.expected[shown.entry].text()
    elif data.get("worst_ulps", 0) > ROUNDING:
        data["verdict"] = "loses digits"
        digits = max(0, int(15.9 - math.log10(data["worst_ulps"])))
        data["detail"] = f"about {digits} digits are right in the worst model"
    return data


def _float(value: Any) -> float:
    """The error as a float, the largest one for errors beyond it."""
    return float(min(value, Fraction(sys.float_info.max)))


def _model(report: Any, outcome: Any) -> dict[str, Any]:
    return {name: _short(value) for name, value in report.described(outcome).items()}


def _short(value: Any) -> Any:
    """Fractions of many digits in decimals: the model is drawn again from its seed."""
    if isinstance(value, list):
        return [_short(item) for item in value]
    if isinstance(value, str) and len(value) > 24 and "/" in value:
        top, bottom = value.split("/")
        return f"{int(top) / int(bottom):.12g}"
    return value


def _returned(outcome: Any) -> str:
    if outcome.found is None or not outcome.found.entries:
        return outcome.detail or outcome.fault
    value = outcome.found.entries[outcome.entry]
    return repr(float(value))

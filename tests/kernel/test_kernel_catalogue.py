"""What proofs rest on is written down, and nothing else can be used."""

from __future__ import annotations

import ast
from pathlib import Path

from symkl.kernel.catalogue import ALWAYS, FACTS, LAWS
from symkl.kernel.check import CHECKERS, REDUCTIONS
from symkl.kernel.definitions import DEFINITIONS
from symkl.kernel.hypotheses import TEXTS
from symkl.rules.catalogue import CATALOGUE

KERNEL = Path(__file__).parent.parent.parent / "symkl" / "kernel"
IMPORTS = {
    "__future__",
    "collections.abc",
    "contextlib",
    "dataclasses",
    "fractions",
    "functools",
    "itertools",
    "math",
    "re",
    "unicodedata",
    "typing",
}
STATEMENTS = {
    "gibbs": "sum a log(a/b) >= 0 for a >= 0 and b that sum to 1, b > 0 where a > 0",
    "log_bound": "t - 1 - log t >= 0 for t > 0",
    "probability_at_most_one": "1 - p >= 0 for a pmf value p",
    "minus_log_probability": "-log p >= 0 for a pmf value p > 0",
    "complement_log": "-(1 - p) log q >= 0 for pmf values p, q > 0",
    "square": "t^2 >= 0 for real t",
    "positive": "t > 0 for a sum of positive products t",
    "nonnegative": "t >= 0 for a sum of nonnegative products t",
    "size_at_least_one": "n - 1 >= 0 for the size n of a space",
    "quadratic_form": "v^T S v >= 0 for positive definite S",
    "absolute": "|t| - t >= 0 for real t",
    "triangle": "|s| + |t| - |s + t| >= 0 for real s, t",
    "pinsker": "sum a log(a/b) >= (sum |a - b|)^2 / 2 for a >= 0 and b that sum to 1, "
    "b > 0 where a > 0",
    "pinsker_root": "(2 sum a log(a/b))^(1/2) >= sum |a - b| for a >= 0 and b that sum to 1, "
    "b > 0 where a > 0",
    "log_det": "tr(B^-1 A) - log det(A) + log det(B) - k >= 0 for symmetric positive definite A, B",
    "trace_of_product": "tr(A B) > 0 for symmetric positive definite A, B",
    "two_traces": "tr(B^-1 A) tr(A^-1 B) - k^2 >= 0 for symmetric positive definite A, B",
    "mean_root": "tr(B^-1 A)/k - (det A / det B)^(1/k) >= 0 for symmetric positive definite A, B",
    "mean_power": "(tr(B^-1 A)/k)^k - det A / det B >= 0 for symmetric positive definite A, B",
    "mean_log": "k log(tr(B^-1 A)/k) - log det A + log det B >= 0 "
    "for symmetric positive definite A, B",
    "hadamard": "sum_i log A_ii - log det A >= 0 for symmetric positive definite A",
    "hadamard_product": "exp sum_i log A_ii - det A >= 0 for symmetric positive definite A",
    "concave_log_det": "log det(s A + (1 - s) B) - s log det A - (1 - s) log det B >= 0 "
    "for symmetric positive definite A, B, 0 <= s <= 1",
    "log_det_of_sum": "log det(A + B) - log det A >= 0 "
    "for symmetric positive definite A, semidefinite B",
    "det_of_sum": "det(A + B) - det A - det B >= 0 for symmetric positive semidefinite A, B",
    "semidefinite_det": "det A >= 0 for symmetric semidefinite A",
    "minkowski": "det(A + B)^(1/k) - det(A)^(1/k) - det(B)^(1/k) >= 0 "
    "for symmetric positive definite A, B",
    "trace_of_semidefinite": "tr(A B) >= 0 for symmetric positive semidefinite A, B",
    "product_of_traces": "tr(A) tr(B) - tr(A B) >= 0 for symmetric positive semidefinite A, B",
    "inverse_of_sum": "tr(C A^-1) - tr(C (A + B)^-1) >= 0 "
    "for symmetric positive definite A, semidefinite B, C",
    "cauchy_schwarz": "tr(X^T S X) tr(Y^T S Y) - tr(X^T S Y)^2 >= 0 "
    "for X, Y of one shape, symmetric semidefinite S",
    "cauchy_schwarz_dual": "tr(X^T S X) tr(Y^T S^-1 Y) - tr(X^T Y)^2 >= 0 "
    "for X, Y of one shape, symmetric definite S",
    "inner_product": "tr(X^T X)^(1/2) tr(Y^T Y)^(1/2) - tr(X^T Y) >= 0 for X, Y of one shape",
    "norms": "tr(X^T X)^(1/2) tr(Y^T Y)^(1/2) - |tr(X^T Y)| >= 0 for X, Y of one shape",
    "norm_of_sum": "the triangle inequality for the norm tr(X^T X)^(1/2) for X, Y of one shape",
    "information": "I(A;B|C) >= 0 for a pmf on finite spaces",
    "conditional_entropy": "H(A|B) >= 0 for a pmf on finite spaces",
    "jensen_log": "Jensen for w >= 0, sum w = 1: log t is concave for t > 0",
    "jensen_square": "Jensen for w >= 0, sum w = 1: t^2 is convex",
    "jensen_exp": "Jensen for w >= 0, sum w = 1: exp t is convex",
    "jensen_reciprocal": "Jensen for w >= 0, sum w = 1: 1/t is convex for t > 0",
    "jensen_root": "Jensen for w >= 0, sum w = 1: the root of t is concave, t > 0",
    "jensen_t_log_t": "Jensen for w >= 0, sum w = 1: t log t is convex for t > 0",
    "jensen": "sum w f(t) >= f(sum w t) for convex f, w >= 0, sum w = 1 (reversed for concave f)",
    "convex_combination": "w f(s) + (1 - w) f(t) >= f(w s + (1 - w) t) for convex f, 0 <= w <= 1 "
    "(reversed for concave f)",
    **{
        f"log_sum_of_{n}": f"sum a log(a/b) >= A log(A/B) for {n} pairs a, b > 0 with the sums A, B"
        for n in (2, 3)
    },
    "log_sum": "sum a log(a/b) >= A log(A/B) for a >= 0, b > 0 with the sums A > 0, B > 0",
    "log_monotone": "log u >= log v for u >= v > 0",
    "exp_monotone": "exp u >= exp v for u >= v",
}
STRICT = {"positive", "trace_of_product"}


def nodes() -> list[ast.AST]:
    files = KERNEL.glob("*.py")
    return [node for f in files for node in ast.walk(ast.parse(f.read_text(encoding="utf-8")))]


def test_the_facts_are_these() -> None:
    assert {name: fact.statement for name, fact in FACTS.items()} == STATEMENTS
    assert {name for name, fact in FACTS.items() if fact.strict} == STRICT


def test_every_law_that_is_asked_for_is_stated() -> None:
    """Laws are the arguments of ``allow``; those of definitions are made of their heads."""
    found = {f"definition_{head}" for head in DEFINITIONS}
    for node in nodes():
        is_allow = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_allow and node.func.attr == "allow":  # type: ignore[attr-defined]
            argument = node.args[0]  # type: ignore[attr-defined]
            texts = [n.value for n in ast.walk(argument) if isinstance(n, ast.Constant)]
            found |= {text for text in texts if text not in ("definition_", "1")}
    assert found == set(LAWS)


def test_reasons_allow_nothing_that_the_kernel_does_not_know() -> None:
    for reason in CATALOGUE:
        assert set(reason.laws) <= set(LAWS) | {"log_of_one"}
        assert set(reason.facts or ()) <= set(FACTS)


def test_certificates_and_hypotheses_are_these() -> None:
    assert set(CHECKERS) == {"normal_form", "logarithms", "words", "combination", "equality_case"}
    assert set(REDUCTIONS) == {"substitution", "both_inequalities", "cases", "chain", "scaled"}
    assert len(TEXTS) == 27
    assert len(ALWAYS) == 12


def test_the_kernel_imports_these_modules_only() -> None:
    found = set()
    for node in nodes():
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    assert {name for name in found if not name.startswith("symkl.kernel")} == IMPORTS

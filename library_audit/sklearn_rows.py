"""scikit-learn: ``mutual_info_score`` of a contingency table and ``log_loss`` with weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from sklearn.metrics import log_loss, mutual_info_score

from library_audit.rows import Row
from symkl import CrossEntropy, Dimension, FiniteSpace, I, joint, log

table = joint("p", FiniteSpace("X"), FiniteSpace("Y"))
X, Y = table.variables
P, Q = FiniteSpace("X").pmfs("P Q")
COUNTS = [Dimension(name) for name in "abcd"]


def rows() -> Iterator[Row]:
    """Every row of scikit-learn's."""
    yield Row(
        "sklearn",
        "mutual_info_score(contingency=p), which are no counts",
        I(X, Y),
        lambda p: mutual_info_score(None, None, contingency=p),
        [table],
    )
    # Its documentation says that the table holds counts.
    yield Row(
        "sklearn",
        "mutual_info_score(contingency=[[a, b], [c, d]])",
        _information(*COUNTS),
        lambda *counts: mutual_info_score(None, None, contingency=[counts[:2], counts[2:]]),
        COUNTS,
    )
    yield Row("sklearn", "log_loss(labels, Q, sample_weight=P)", CrossEntropy(P, Q), _loss, [P, Q])


def _information(a: Any, b: Any, c: Any, d: Any) -> Any:
    """The mutual information of how often two labels of each kind come together."""
    n = a + b + c + d

    def part(count: Any, row: Any, column: Any) -> Any:
        return count / n * log(count * n / (row * column))

    return (
        part(a, a + b, a + c)
        + part(b, a + b, b + d)
        + part(c, c + d, a + c)
        + part(d, c + d, b + d)
    )


def _loss(p: Any, q: Any) -> float:
    """The mean loss of predicting Q where label i has the weight P(i)."""
    labels = np.arange(len(p))
    predicted = np.tile(q, (len(p), 1))
    return float(log_loss(labels, predicted, sample_weight=p, labels=labels))

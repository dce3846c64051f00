"""scikit-learn: ``mutual_info_score`` of a contingency table and ``log_loss`` with weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from sklearn.metrics import log_loss, mutual_info_score

from library_audit.rows import Row
from symkl import CrossEntropy, FiniteSpace, I, joint

table = joint("p", FiniteSpace("X"), FiniteSpace("Y"))
X, Y = table.variables
P, Q = FiniteSpace("X").pmfs("P Q")


def rows() -> Iterator[Row]:
    """Every row of scikit-learn's."""
    yield Row(
        "sklearn",
        "mutual_info_score(contingency=p)",
        I(X, Y),
        lambda p: mutual_info_score(None, None, contingency=p),
        [table],
    )
    yield Row("sklearn", "log_loss(labels, Q, sample_weight=P)", CrossEntropy(P, Q), _loss, [P, Q])


def _loss(p: Any, q: Any) -> float:
    """The mean loss of predicting Q where label i has the weight P(i)."""
    labels = np.arange(len(p))
    predicted = np.tile(q, (len(p), 1))
    return float(log_loss(labels, predicted, sample_weight=p, labels=labels))

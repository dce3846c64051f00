from __future__ import annotations

from pathlib import Path

import pytest

from symkl.handout.selection import Exercise, selected
from symkl.loading import Loaded, load
from symkl.running import run

SOURCE = '''
"""Two ways to write a divergence. And more."""

from symkl import *

X = FiniteSpace("X", size="n")
P, Q, R = X.pmfs("P Q R")
x = X.point("x")

chain = (
    Derivation("KL as a difference")
    .start(KL(P, Q))
    .eq(X.sum(P(x) * log(P(x) / Q(x)), x), by=definition(KL))
    .eq(X.sum(P(x) * log(P(x)), x) - X.sum(P(x) * log(Q(x)), x), by="log of a quotient")
    .eq(-H(P) - X.sum(P(x) * log(Q(x)), x), by=definition(H))
    .eq(CrossEntropy(P, Q) - H(P), by=definition(CrossEntropy))
)
wrong = (
    Derivation("KL is nonnegative, with lost weights")
    .start(KL(P, Q))
    .eq(-X.sum(P(x) * log(Q(x) / P(x)), x), by=definition(KL))
    .ge(-X.sum(log(P(x) * (Q(x) / P(x))), x), by="Jensen", expect="refuted")
    .ge(-log(X.sum(Q(x), x)), by="Jensen", expect="unjustified")
    .eq(0, by="normalisation")
)
some = Derivation("KL is not symmetric").start(KL(P, Q)).ne(KL(Q, P), for_some=True)
same = Derivation("Zero when equal").start(Equal(KL(P, Q), 0)).iff(Equal(P, Q), by="Gibbs")
short = Derivation("KL is nonnegative").start(KL(P, Q)).ge(0, by="Gibbs")
slip = Derivation("A slip").start(KL(P, Q)).eq(KL(Q, P), by="algebra")
reason_slip = Derivation("Another slip").start(KL(P, Q)).ge(0, by="algebra")
unsure = Derivation("Unsure").start(KL(P, Q) * KL(P, Q)).ge(-KL(R, Q) * KL(P, Q) * KL(P, R))
'''


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("handout") / "ways.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def loaded(source: Path) -> Loaded:
    return load([str(source)])


@pytest.fixture(scope="session")
def chosen(loaded: Loaded) -> tuple[list[Exercise], list[str]]:
    exercises, left_out = selected(loaded.derivations, run(loaded))
    return exercises, [out.message for out in left_out]


@pytest.fixture(scope="session")
def exercises(chosen: tuple[list[Exercise], list[str]]) -> dict[str, Exercise]:
    return {exercise.derivation.id: exercise for exercise in chosen[0]}

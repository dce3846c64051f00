"""Claims whose sides are a positive number times those of another one."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import FiniteSpace, H, Symbol, log, statement
from symkl.kernel import terms
from symkl.kernel.check import Claim, check
from symkl.kernel.errors import KernelError
from symkl.language.written import context_of, written
from symkl.prove.search import prove

X = FiniteSpace("X", size="n")
P = X.pmf("P")
t = Symbol("t")


def claim(lhs: Any, relation: str, rhs: Any) -> Claim:
    said = statement(lhs, relation, rhs)
    return Claim(context_of(said.declarations), said.lhs.term, relation, said.rhs.term)


def certificate(by: Any, lhs: Any, relation: str, rhs: Any) -> dict[str, Any]:
    proof = prove(claim(lhs, relation, rhs))
    assert proof is not None
    sides = {"lhs": lhs, "rhs": rhs, "by": by}
    plain = {name: terms.to_json(written(side).term) for name, side in sides.items()}
    return {"kind": "scaled", **plain, "proof": proof.certificate}


LOG_HALF = log(written(1) / 2)
IN_NATS = (H(P), "<=", log(X.size))


@pytest.mark.parametrize("base", [2, 3, 10])
def test_entropy_in_another_base(base: int) -> None:
    of = claim(H(P) / log(base), "<=", log(X.size) / log(base))
    assert check(of, certificate(1 / log(base), *IN_NATS)).facts


@pytest.mark.parametrize(
    ("by", "claimed"),
    [
        (-1, (-H(P), "<=", -log(X.size))),  # a negative factor
        (0, (0, "<=", 0 * log(X.size))),  # a factor that is 0
        (t, (t * H(P), "<=", t * log(X.size))),  # a factor of unknown sign
        (
            log(written(1) / 2),
            (H(P) * log(written(1) / 2), "<=", log(X.size) * log(written(1) / 2)),
        ),
        (1 / log(2), (H(P) / log(2), "<=", log(X.size))),  # one side alone
        (1 / log(2), (H(P) / log(2), ">=", log(X.size) / log(2))),  # another relation
        (2, (H(P) / log(2), "<=", log(X.size) / log(2))),  # another factor
    ],
)
def test_what_is_no_positive_multiple_is_refused(by: Any, claimed: tuple[Any, str, Any]) -> None:
    with pytest.raises(KernelError):
        check(claim(*claimed), certificate(by, *IN_NATS))

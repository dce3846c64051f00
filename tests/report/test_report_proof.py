"""What a report tells of a proof by cases."""

from __future__ import annotations

from symkl.loading import Loaded
from symkl.reading.article import read
from symkl.reading.document import Document
from symkl.report.proof import Proof, proofs_of
from symkl.running import run

TEXT = r"""Let $P, Q$ be pmfs on $\mathcal X$ and let $0 \le \lambda \le 1$. Then

$$ H(\lambda P + (1-\lambda) Q) \ge \lambda H(P) + (1-\lambda) H(Q) $$
"""


def kinds(proof: Proof) -> list[str]:
    return [proof.kind, *(kind for inner in proof.inside for kind in kinds(inner))]


def test_each_case_is_told_with_its_own_proof() -> None:
    result = run(Loaded(read(Document("a.md", TEXT)).derivations))
    (step,) = result.derivations[0].steps
    (proof,) = proofs_of(step)
    assert proof.kind == "cases"
    assert [case.difference for case in proof.inside] == [
        r"\lambda = 0",
        r"0 < \lambda < 1",
        r"\lambda = 1",
    ]
    ends = [kinds(case)[1:] for case in (proof.inside[0], proof.inside[2])]
    assert ends == [["normal_form"], ["normal_form"]]
    (inside,) = proof.inside[1].inside
    assert [part.fact for part in inside.parts] == ["log_sum_of_2"]
    assert step.facts == ("1 * log_sum_of_2",)

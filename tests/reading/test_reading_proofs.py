"""What a theorem assumes holds in its proof, may hold behind it, and nowhere else."""

from __future__ import annotations

import pytest
from reading_documents import statement, steps, verdict

from symkl.reading.document import Document
from symkl.reading.proofs import Proofs
from symkl.reading.regions import regions

MARKOV = "If $X \\to Y \\to Z$ is a Markov chain, then $I(X;Y) \\ge I(X;Z)$."
EXPANDED = "$$ I(X;Y) = I(X;Y,Z) = I(X;Z) + I(X;Y|Z) \\ge I(X;Z). $$"
SWAPPED = "$$ I(X;Z) = I(X;Y,Z). $$"


def verdicts(text: str) -> list[str]:
    return [verdict(step) for step in steps(Document("a.md", text))]


@pytest.mark.parametrize(
    ("stated", "proof", "end"),
    [
        ("**Theorem.**", "*Proof.*", ""),
        ("Theorem 1 (DPI).", "Proof:", "$\\square$"),
        ("### Lemma 3", "**Proof of the lemma.**", "QED"),
        ("\\begin{theorem}", "\\end{theorem}\n\\begin{proof}", "\\end{proof}"),
        ("> **定理**", "**证明**", "证毕"),
    ],
)
def test_a_proof_stands_under_the_hypotheses_of_what_it_proves(
    stated: str, proof: str, end: str
) -> None:
    text = f"# A\n\n{stated}\n{MARKOV}\n\n{proof}\nExpand:\n\n{EXPANDED}\n\n{end}"
    assert verdicts(text) == ["proved"] * 4


def test_a_false_step_of_a_proof_is_refuted() -> None:
    assert verdicts(f"**Theorem.** {MARKOV}\n\n*Proof.* {SWAPPED}") == ["proved", "refuted"]


def test_without_a_proof_the_hypothesis_may_be_meant_in_what_goes_on() -> None:
    assert verdicts(f"{MARKOV}\n\nIn the same way,\n\n{EXPANDED}")[1] == "undecided"
    assert verdicts(f"{MARKOV}\n\nIn general,\n\n{EXPANDED}")[1] == "refuted"


def test_another_section_is_not_reached() -> None:
    text = f"# A\n\n**Theorem.** {MARKOV}\n\n*Proof.* {EXPANDED}\n\n# B\n\n{EXPANDED}"
    assert verdicts(text) == ["proved"] * 4 + ["refuted", "proved", "proved"]


BEHIND = f"**Theorem.** {MARKOV}\n\n*Proof.* {EXPANDED} $\\square$\n\n"


def test_behind_the_proof_the_hypothesis_may_be_meant() -> None:
    true = "As a corollary, $$ H(X|Y) \\le H(X|Z). $$"
    false = "As a corollary, $$ I(X;Z) \\ge I(X;Y). $$"
    assert verdicts(BEHIND + true)[-1] == "undecided"
    assert verdicts(BEHIND + false)[-1] == "refuted"


@pytest.mark.parametrize("word", ["In general", "Always"])
def test_behind_the_proof_in_general_means_without_it(word: str) -> None:
    assert verdicts(f"{BEHIND}{word}, $$ H(X|Y) \\le H(X|Z). $$")[-1] == "refuted"


def test_what_holds_in_a_proof_of_unmarked_end_is_its_first_display() -> None:
    text = f"**Theorem.** {MARKOV}\n\n*Proof.* {EXPANDED}\n\nSo $$ H(X|Y) \\le H(X|Z). $$"
    assert verdicts(text)[-1] == "undecided"


def test_when_equality_holds_is_no_hypothesis_of_a_proof() -> None:
    text = (
        "**Theorem.** $I(X;Y) \\ge 0$, with equality if $X$ and $Y$ are independent.\n\n"
        "*Proof.* $$ I(X;Y) = H(X) - H(X|Y) = 0 $$"
    )
    found = steps(Document("a.md", text))
    assert not any("independent" in statement(step) for step in found)
    assert all(not step.given for step in found)


def test_two_statements_have_no_common_proof() -> None:
    text = (
        f"{MARKOV} If $X$ and $Z$ are independent, then $H(X,Z) = H(X) + H(Z)$.\n\n"
        f"*Proof.* {EXPANDED}"
    )
    assert Proofs(regions(Document("a.md", text))).found == ()


APART = "If $X$ and $Y$ are independent, then $H(X,Y) = H(X) + H(Y)$."
SPLIT = "$$ H(X,Y) = H(X) + H(Y|X) = H(X) + H(Y) $$"


def test_the_last_statement_before_a_proof_is_what_it_proves() -> None:
    assert verdicts(f"{APART}\n\nProof. {SPLIT}") == ["proved"] * 3
    other = "Besides, $H(X,Y) = H(X) + H(Y|X)$."
    assert verdicts(f"{APART} {other}\n\nProof. {SPLIT}")[-1] == "undecided"
    assert verdicts(f"{APART} In general, {other}\n\nProof. {SPLIT}")[-1] == "refuted"


def test_a_theorem_with_a_statement_in_general_has_no_condition_for_its_proof() -> None:
    text = f"**Theorem.** {APART} In general, $H(X,Y) = H(X) + H(Y|X)$.\n\n*Proof.* {SPLIT}"
    assert verdicts(text)[-1] == "refuted"

"""What the terminal shows of articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symkl.listing import listing
from symkl.reading.articles import load_articles
from symkl.reading.document import Document
from symkl.result import Result
from symkl.running import run

TEXT = r"""Here $P$ and $Q$ are pmfs on $\mathcal X$.

$$
\begin{aligned}
D(P\|Q) &= \sum_x P(x) \log\frac{P(x)}{Q(x)} \\
 &\le \sum_x \log\frac{P(x)}{Q(x)} \\
 &= \nosuch
\end{aligned}
$$

$$ \lozenge \nosuch $$
"""


def checked(*texts: str) -> Result:
    documents = [Document(f"{n}.md", text) for n, text in enumerate(texts, 1)]
    return run(load_articles(documents), jobs=1)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return listing(checked(TEXT)).splitlines()


def test_a_false_step_is_shown_as_its_author_wrote_it(lines: list[str]) -> None:
    at = next(n for n, line in enumerate(lines) if "refuted:" in line)
    assert lines[at].strip() == (
        r"1.md:6:3: × refuted: \sum_x P(x) \log\frac{P(x)}{Q(x)} <= \sum_x \log\frac{P(x)}{Q(x)}"
    )
    source, marks, read = lines[at + 1 : at + 4]
    assert source.strip() == r"|  &\le \sum_x \log\frac{P(x)}{Q(x)} \\"
    place = marks.index("^^^")
    assert source[place : place + 3] == r"\le"
    assert read.strip() == "read as: sum_x P(x) log(P(x)/Q(x)) <= sum_x log(P(x)/Q(x))"


def test_a_true_step_takes_one_line(lines: list[str]) -> None:
    (line,) = [line for line in lines if "✓ proved" in line and ":5:" in line]
    assert line.endswith("KL(P || Q) = sum_x P(x) log(P(x)/Q(x))")


def test_what_is_unread_is_said_once(lines: list[str]) -> None:
    told = [line for line in lines if ":7:" in line and "[SK" in line]
    assert len(told) == 1
    assert len([line for line in lines if line.startswith("1.md:11:")]) == 1  # no step says it


def test_causes_come_by_frequency() -> None:
    result = checked(TEXT, TEXT, "$$ \\frac{a $$ and $$ b $$")
    shown = listing(result).splitlines()
    at = shown.index("causes of what was not read or not decided:")
    counts = [int(line.split()[0]) for line in shown[at + 1 : at + 1 + len(result.causes())]]
    assert counts == sorted(counts, reverse=True) == list(result.causes().values())
    assert sum(line.startswith("  1.md: read") for line in shown) == 1


def test_a_remark_on_notation_hides_no_verdict() -> None:
    text = r"""Here $p$ and $q$ are densities.

$$ D(p\|q) = \mathbb{E}_p[\log p - \log q] $$

$$ D(p\|q) = \mathbb{E}_q[\log p - \log q] $$
"""
    result = checked(text)
    steps = [step for derivation in result.derivations for step in derivation.steps]
    remarked = [step for step in steps if any(d.code.startswith("SK5") for d in step.diagnoses)]
    assert [step.verdict for step in remarked] == ["proved", "refuted"]
    assert "[SK501]" in listing(result)
    assert not result.causes()
    assert result.exit_code(strict=True) == 1


def test_characters_that_steer_a_terminal_are_left_out() -> None:
    text = "Here $P$ is a pmf.\n\n$$ H(P) = 0 % \x1b[31m\u202e\n$$"
    assert not {"\x1b", "\u202e"} & set(listing(checked(text)))


def test_a_name_for_a_minimiser_does_not_end_the_run() -> None:
    text = r"""Here $p$ and $q$ are pmfs.

$$ q^* = \arg\min_q D(q\|p) = \arg\min_q \left(D(q\|p) + 1\right) $$
"""
    (derivation,) = checked(text).derivations
    assert [step.verdict for step in derivation.steps] == ["definition", "proved"]
    assert derivation.conclusion is None


def test_causes_that_differ_in_what_they_quote_are_one() -> None:
    first = checked("Here $P$ is a pmf.\n\n$$ H(P) = H(P) $$\n")
    (derivation,) = first.derivations
    said = ("the text says 'uniform'", "the text says 'i.i.d.'", "late")
    steps = tuple(
        replace(derivation.steps[0], verdict="undecided", message=message) for message in said
    )
    found = replace(first, derivations=(replace(derivation, steps=steps),))
    assert found.causes() == {"the text says '...'": 2, "late": 1}

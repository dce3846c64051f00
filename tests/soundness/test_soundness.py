"""A short campaign, and kernels with a fault each: the campaign must find them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest
from second_opinion.opinion import opinion

from soundness import inequalities
from soundness.campaign import Tally, cases
from soundness.declared import finite, linear
from soundness.expressions import Names
from soundness.inequalities import Instances
from symkl.kernel import catalogue, check, convexity, facts
from symkl.kernel.assumptions import Assumptions
from symkl.kernel.errors import KernelError
from symkl.kernel.polynomial import ONE, Atom, Poly
from symkl.kernel.summation import Summation

SHORT = 120
OF_DECLARED_FUNCTIONS = {"jensen", "convex_combination"}


def tallied(seeds: Iterator[int], thorough: int = 1) -> Tally:
    tally = Tally()
    for case in cases(seeds, thorough):
        tally.add(case)
    return tally


def test_a_short_campaign() -> None:
    tally = tallied(iter(range(SHORT)))
    assert tally.grave == []
    assert tally.counts["cases"] > 0.9 * SHORT
    assert min(tally.counts["true ones"], tally.counts["false ones surveyed"]) > 10
    # Of so few cases; ``python3 run.py fuzz`` tells the rate of many.
    assert tally.rate("true ones proved", "true ones") >= 95
    assert tally.rate("false ones refuted", "false ones surveyed") >= 95


def test_the_same_seeds_give_the_same_cases() -> None:
    one, two = (list(map(str, cases(iter(range(40)), 40))) for _ in range(2))
    assert one == two


def test_every_fact_of_the_kernel_has_instances() -> None:
    assert set(inequalities.FACTS) == {*catalogue.FACTS} - OF_DECLARED_FUNCTIONS


# --- faults ---------------------------------------------------------------------------------------


def anything(*arguments: object) -> None:
    """No side condition."""


def first_false_proof(seeds: range) -> int | None:
    for seed in seeds:
        random = Random(seed)
        context = random.choice((finite, linear))(random)
        claim, certificate = Instances(context, random, Names()).claim()
        try:
            check.check(claim, certificate)
        except KernelError:
            continue
        if opinion(claim, seed, models=4).says == "false":
            return seed
    return None


def of_marginal_one(self: Summation, atom: Atom, position: int) -> Poly | None:
    """Every sum over one point of a law is 1, marginal or not, normalised or not."""
    return ONE if position < len(atom.label) - 1 else None


Patch = tuple[object, str, Callable[..., object]]
# Each with the first seed that shows it, so that a test need not go through all before.
FAULTS: dict[str, tuple[int, list[Patch]]] = {
    "positivity": (689, [(place, "require_positive", anything) for place in (facts, convexity)]),
    "signs of weights": (
        58,
        [(place, "require_nonnegative", anything) for place in (facts, convexity, check)],
    ),
    "sums of weights": (
        82,
        [(place, "require_normalised", anything) for place in (facts, convexity)],
    ),
    "pmf values": (532, [(facts, "_require_probability", anything)]),
    "marginals": (104, [(Summation, "_summed", of_marginal_one)]),
    "sizes": (906, [(Summation, "size", lambda self, sort: ONE)]),
    "assumptions": (4281, [(Assumptions, "require", anything)]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_campaign_finds_a_kernel_without(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, patches = FAULTS[name]
    seeds = range(max(0, first - 10), first + 200)
    assert first_false_proof(seeds[:40]) is None  # of the kernel as it is
    for place, attribute, replacement in patches:
        monkeypatch.setattr(place, attribute, replacement)
    assert first_false_proof(seeds) is not None

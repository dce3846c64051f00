"""Random inequalities among entropies, each to be proved or refuted: ``benchmarks.entropies``.

``python -m benchmarks.entropies --cases 500 --seed 1`` draws them, half under a Markov chain or an
independence, prints how many got a verdict, and every statement that is left open.  What is true
of every entropy but follows from no Shannon-type inequality would be left open too; the
statements drawn here are short, and none such is known among them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from symkl import H, I, Independent, Markov, statement, variables
from symkl.checking import Task, judge
from symkl.kernel.check import Claim
from symkl.language.statements import Statement
from symkl.language.written import context_of

NAMES = "X Y Z W U V"


def main() -> None:
    """Draw, judge and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = Random(asked.seed)
    counts: Counter[str] = Counter()
    for _ in range(asked.cases):
        said, given = drawn(rng)
        verdict = judge(Task({"": claimed(said, given)})).verdict
        counts[verdict] += 1
        if verdict not in ("proved", "refuted"):
            print(verdict, said, *(f"given {item}" for item in given), flush=True)
    print(dict(counts))


def drawn(rng: Random) -> tuple[Statement, tuple[Statement, ...]]:
    """An inequality between two short sums of entropies and informations, and what is given."""
    found = variables(NAMES)[: rng.randint(2, 6)]
    count = rng.choice((0, 0, 1, 2)) if len(found) > 2 else 0
    given = tuple(_given(rng, found) for _ in range(count))
    return statement(_sum(rng, found), ">=", _sum(rng, found)), given


def claimed(said: Statement, given: tuple[Statement, ...]) -> Claim:
    """The statement as a claim under what is given."""
    declarations = said.declarations.union(*(item.declarations for item in given))
    terms = tuple((item.lhs.term, item.relation, item.rhs.term) for item in given)
    return Claim(context_of(declarations), said.lhs.term, said.relation, said.rhs.term, terms)


def _given(rng: Random, found: Sequence[Any]) -> Statement:
    taken = rng.sample(list(found), 3)
    return Markov(*taken) if rng.random() < 0.6 else Independent(*taken[: rng.randint(2, 3)])


def _sum(rng: Random, found: Sequence[Any]) -> Any:
    terms = [_term(rng, found) for _ in range(rng.randint(1, 3))]
    return sum(terms[1:], terms[0])


def _term(rng: Random, found: Sequence[Any]) -> Any:
    """An entropy or an information of disjoint sets of variables, given a third or none."""
    mixed = rng.sample(list(found), rng.randint(2, len(found)))
    cut = rng.randint(1, len(mixed) - 1)
    rest = rng.randint(cut, len(mixed) - 1)
    one, two, given = mixed[:cut], mixed[cut:rest] or mixed[rest:], mixed[rest:]
    if rng.random() < 0.5:
        return H(*one, *two) - (H(*two) if rng.random() < 0.5 else 0)
    return I(tuple(one), tuple(two), given=tuple(given) if two != given else ())


if __name__ == "__main__":
    main()

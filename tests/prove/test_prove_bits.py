"""Inequalities in bits: facts are counted in the same unit, 1/log 2."""

from __future__ import annotations

import pytest

from symkl.kernel import terms
from symkl.kernel.check import Claim, Support, check
from symkl.kernel.context import Context, Law, Sort
from symkl.kernel.errors import Refused
from symkl.kernel.terms import Term
from symkl.prove.search import prove

CONTEXT = Context.of([Sort("X", "n"), Law("p", (("X", "X"),)), Law("q", (("X", "X"),))])
ENTROPY = Term("entropy", (), ("p", ("X",), (), ()))
SIZE = Term("size", (), "X")


def in_base(term: Term, base: int) -> Term:
    return terms.div(term, terms.log(terms.num(base)))


@pytest.mark.parametrize("base", [2, 10])
def test_entropy_in_any_base_is_at_most_the_logarithm_of_the_size(base: int) -> None:
    claim = Claim(CONTEXT, in_base(ENTROPY, base), "<=", in_base(terms.log(SIZE), base))
    proof = prove(claim)
    assert proof is not None
    assert proof.support.facts
    false = Claim(CONTEXT, in_base(ENTROPY, base), ">=", in_base(terms.log(SIZE), base))
    assert prove(false) is None


def test_the_logarithm_of_a_number_below_one_is_no_positive_factor() -> None:
    half = terms.log(terms.div(terms.ONE, terms.num(2)))
    claim = Claim(CONTEXT, terms.div(ENTROPY, half), ">=", terms.ZERO)
    assert prove(claim) is None


def claimed_positive(context: Context, term: Term) -> Support:
    claim = Claim(context, term, ">", terms.ZERO)
    part = {"fact": "positive", "args": [terms.to_json(term)], "binders": [], "over": []}
    return check(claim, {"kind": "combination", "parts": [{**part, "weight": "1"}]})


@pytest.mark.parametrize("number", [2, 3, 10])
def test_the_kernel_knows_logarithms_of_numbers_above_one(number: int) -> None:
    logarithm = terms.log(terms.num(number))
    assert claimed_positive(Context(), logarithm).facts == {"positive"}


def test_the_kernel_refuses_an_unknown_logarithm_as_positive() -> None:
    with pytest.raises(Refused):  # log 1 = 0 when there is one element
        claimed_positive(Context.of([Sort("X", "n")]), terms.log(SIZE))

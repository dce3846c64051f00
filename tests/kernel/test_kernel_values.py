"""Normal forms against exact models: what the kernel makes of a random term has the term's value.

A polynomial is written back as a term; both are evaluated in a random model.  Every law that is
used on the way is tested so, without saying which terms should be equal.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from claims import FINITE, GAUSS, delta, law, same, valued
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from written import (
    HALF,
    X,
    Y,
    det,
    expect,
    matrix,
    size,
    sym,
    total,
    value,
)

from symkl.kernel import terms as t
from symkl.kernel.errors import KernelError
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Atom, Poly, Sum, Var
from symkl.kernel.terms import Term
from symkl.models.build import models
from symkl.models.evaluate import enclosure

SPREAD = 12  # different models that examples are tried in
DIGITS = 30
POINTS = [(name, "X") for name in "xyz"]
YS = [("y", "Y"), ("w", "Y")]


def written_back(poly: Poly) -> Term:
    """The polynomial as a term."""
    summands = [
        t.mul(t.num(c), *(_power(_factor(gen), e) for gen, e in mono)) for mono, c in poly.terms
    ]
    return t.add(*summands) if summands else t.ZERO


def _power(term: Term, exponent: Fraction | int) -> Term:
    return term if exponent == 1 else t.power(term, t.num(Fraction(exponent)))


def _factor(gen: Atom | Sum) -> Term:
    if isinstance(gen, Sum):
        factors = [_power(_factor(g), e) for g, e in gen.factors]
        return total(*gen.bound, of=t.mul(*factors) if factors else t.ONE)
    return ATOMS[gen.kind](gen)


def _point(var: Var) -> Term:
    return Term("point", (), (var.name, var.sort))


def _value(atom: Atom) -> Term:
    name, *targets = atom.label
    declared = FINITE.laws.get(name) or GAUSS.law(name)
    given = tuple(c for c, _ in declared.coords if c in declared.given)
    return Term("value", tuple(map(_point, atom.args)), (name, tuple(targets), given))


ATOMS = {
    "value": _value,
    "log": lambda atom: t.log(written_back(atom.args[0])),
    "exp": lambda atom: t.exp(written_back(atom.args[0])),
    "base": lambda atom: written_back(atom.args[0]),
    "reciprocal": lambda atom: t.div(t.ONE, written_back(atom.args[0])),
    "delta": lambda atom: delta(*map(tuple, atom.args)),
    "size": lambda atom: size({"n": "X", "m": "Y", "k": "k"}[atom.label[0]]),
    "sym": lambda atom: sym(atom.label[0]),
    "num": lambda atom: t.num(int(atom.label[0])),
    "const": lambda atom: Term("const", (), atom.label[0]),
    "det": lambda atom: det(matrix(atom.label[0])),
}

points = st.sampled_from(POINTS)
other_points = st.sampled_from(YS)
leaves = st.one_of(
    st.builds(law, st.sampled_from(["P", "Q", "N", "O", "V"]), points),
    st.builds(law, st.just("W"), points, points),
    st.builds(law, st.sampled_from(["J", "I", "C"]), points, other_points).map(
        lambda term: (
            term
            if term.label[0] != "C"
            else value("C", "y", [term.args[1].label, term.args[0].label], "x")
        )
    ),
    st.builds(lambda x: value("J", "x", [x]), points),
    st.builds(lambda x, y: value("J", "x", [x, y], "y"), points, other_points),
    st.builds(delta, points, points),
    st.sampled_from([size("X"), size("Y"), sym("s"), sym("r"), t.num(2), t.num(Fraction(-1, 2))]),
)


def grown(inner):
    return st.one_of(
        st.builds(t.add, inner, inner),
        st.builds(t.mul, inner, inner),
        st.builds(t.mul, inner, inner),
        st.builds(t.sub, inner, inner),
        st.builds(t.div, inner, inner),
        st.builds(t.log, inner),
        st.builds(lambda a, b: t.mul(a, t.log(b)), inner, inner),
        st.builds(lambda a: t.exp(t.log(a)), inner),
        st.builds(lambda a, e: t.power(a, t.num(e)), inner, st.sampled_from([HALF, 2, -HALF])),
        st.builds(lambda x, a: total(x, of=a), st.sampled_from([*POINTS, *YS]), inner),
        st.builds(lambda x, a: total(x, of=a), points, inner),
        st.builds(lambda x, y, a: total(x, of=t.mul(delta(x, y), a)), points, points, inner),
        st.builds(lambda x, a: expect("P", [x], a), points, inner),
    )


terms_of_points = st.recursive(leaves, grown, max_leaves=7)
MODELS = list(models(FINITE, [*POINTS, *YS], SPREAD, seed=11))


Y_OF_X = ("y", "X")
MERGING = t.mul(law("P", ("z", "X")), law("W", X, ("z", "X")), law("W", Y_OF_X, ("z", "X")))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(terms_of_points, st.sampled_from(MODELS))
@example(total(X, of=t.mul(delta(X, Y_OF_X), t.log(total(("z", "X"), of=MERGING)))), MODELS[3])
@example(t.mul(law("V", X), t.power(t.power(law("V", X), t.num(2)), t.num(HALF))), MODELS[3])
def test_normal_forms_keep_the_value(term, model):
    try:
        poly = Normaliser(FINITE).scalar(term)
    except KernelError:
        assume(False)
    before = valued(term, FINITE, model)
    assert same(before, valued(written_back(poly), FINITE, model))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(terms_of_points, terms_of_points, st.sampled_from(MODELS))
def test_equal_normal_forms_have_equal_values(one, two, model):
    """Also: the same term built in another order, with other bound names, is the same."""
    try:
        first, second = (Normaliser(FINITE).scalar(term) for term in (one, two))
        turned = Normaliser(FINITE).scalar(t.mul(renamed(two), renamed(one)))
        assert turned == Normaliser(FINITE).scalar(t.mul(one, two))
    except KernelError:
        assume(False)
    if first == second:
        assert same(valued(one, FINITE, model), valued(two, FINITE, model))
    elif not same(valued(one, FINITE, model), valued(two, FINITE, model)):
        assert first != second


def renamed(term):
    """The term with its bound points renamed and the terms of its sums in another order."""
    args = tuple(map(renamed, term.args))
    if term.head in ("sum", "expect"):
        binders = t.binders_of(term)
        names = {(name, sort): f"{name}new" for name, sort in binders}
        new = tuple((names[binder], binder[1]) for binder in binders)
        label = new if term.head == "sum" else (term.label[0], new)
        return Term(term.head, tuple(t.substitute(arg, names) for arg in args), label)
    return Term(term.head, args[::-1] if term.head == "add" else args, term.label)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(terms_of_points, st.sampled_from(MODELS), st.integers(0, 10**6))
def test_mutants_that_differ_in_a_model_have_other_normal_forms(term, model, place):
    mutant = mutated(term, place)
    try:
        first, second = (Normaliser(FINITE).scalar(found) for found in (term, mutant))
    except KernelError:
        assume(False)
    assume(not same(valued(term, FINITE, model), valued(mutant, FINITE, model)))
    assert first != second


def mutated(term, place):
    """The term with one leaf exchanged."""
    leaves_of = [part for part in term.walk() if not part.args or part.head == "value"]
    chosen = leaves_of[place % len(leaves_of)]
    other = {"P": "Q", "Q": "P", "V": "P", "N": "O", "O": "N", "J": "I", "I": "J"}

    def changed(part):
        if part is not chosen:
            return Term(part.head, tuple(map(changed, part.args)), part.label)
        if part.head == "value" and part.label[0] in other:
            return Term(part.head, part.args, (other[part.label[0]], *part.label[1:]))
        return t.add(part, t.ONE) if part.head != "point" else part

    return changed(term)


def test_models_are_of_several_sizes():
    assert len({model.size("X") for model in MODELS}) > 2


@pytest.mark.parametrize("model", MODELS[:4])
def test_written_back(model):
    term = total(Y, of=t.mul(law("J", X, Y), t.log(value("J", "x", [X, Y], "y"))))
    back = written_back(Normaliser(FINITE).scalar(term))
    assert same(enclosure(term, FINITE, model, DIGITS), enclosure(back, FINITE, model, DIGITS))

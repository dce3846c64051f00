"""Normal forms of matrix expressions against exact models, worked out entry by entry."""

from __future__ import annotations

from claims import DIGITS, GAUSS, same, valued
from flint import arb
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from written import U, det, expect, identity, inverse, matrix, point, sym, trace, transpose

from symkl.kernel import terms as t
from symkl.kernel.errors import KernelError
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Sum
from symkl.models.arithmetic import precision
from symkl.models.build import models
from symkl.models.evaluate import enclosure

SPREAD = 12  # different models that examples are tried in
u = point(U)
vectors = st.sampled_from([matrix("a"), matrix("b")])
squares = st.recursive(
    st.sampled_from([matrix(name) for name in "ABMG"] + [identity("k")]),
    lambda inner: st.one_of(
        st.builds(t.add, inner, inner),
        st.builds(t.mul, inner, inner),
        st.builds(transpose, inner),
        st.builds(lambda v, w, m: t.mul(transpose(v), w, m), vectors, vectors, inner),
        st.builds(lambda v, w, m: t.mul(v, transpose(w), m), vectors, vectors, inner),
        st.builds(t.mul, st.sampled_from([sym("s"), sym("r"), t.num(-2)]), inner),
        st.builds(inverse, inner),
    ),
    max_leaves=4,
)
numbers = st.one_of(
    st.builds(trace, squares),
    st.builds(lambda v, m, w: t.mul(transpose(v), m, w), vectors, squares, vectors),
    st.builds(lambda m: t.log(det(t.mul(m, transpose(m)))), squares),
    st.builds(lambda m: det(t.mul(m, matrix("A"))), squares),
    st.builds(
        lambda m: expect("p", [U], t.mul(transpose(u), m, u)),
        squares,
    ),
)
GAUSS_MODELS = list(models(GAUSS, [], SPREAD, seed=5))


class Entries:
    """The value of a polynomial of matrix entries in a model, worked out entry by entry."""

    def __init__(self, model):
        self.model = model

    def poly(self, poly, at):
        found = arb(0)
        for mono, c in poly.terms:
            found += self.product(mono, at) * c.numerator / c.denominator
        return found

    def product(self, factors, at):
        found = arb(1)
        for gen, e in factors:
            whole = e.denominator == 1
            found *= self.factor(gen, at) ** (int(e) if whole else arb(e.numerator) / e.denominator)
        return found

    def factor(self, gen, at):
        if isinstance(gen, Sum):
            ways = [at]
            for var in gen.bound:
                ways = [{**way, var: i} for way in ways for i in range(self.model.size(var.sort))]
            return sum((self.product(gen.factors, way) for way in ways), arb(0))
        return getattr(self, gen.kind)(gen, at)

    def matrix(self, atom, at):
        places = [at[var] for var in atom.args]
        return self.entry(self.model.matrices[atom.label[0]], places)

    def inverse(self, atom, at):
        found = enclosure(inverse(matrix(atom.label[0])), GAUSS, self.model, DIGITS)
        rows = found if isinstance(found, list) else [[found]]
        return arb(rows[at[atom.args[0]]][at[atom.args[1]]])

    def entry(self, rows, places):
        value = rows[places[0]][places[1] if len(places) > 1 else 0]
        return arb(value.numerator) / value.denominator

    def sym(self, atom, at):
        return self.entry([[self.model.numbers[atom.label[0]]]], [0])

    def size(self, atom, at):
        return arb(self.model.size("k"))

    def det(self, atom, at):
        return arb(enclosure(det(matrix(atom.label[0])), GAUSS, self.model, DIGITS))

    def exp(self, atom, at):
        return self.poly(atom.args[0], at).exp()

    def log(self, atom, at):
        return self.poly(atom.args[0], at).log()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(numbers, st.sampled_from(GAUSS_MODELS))
@example(
    trace(t.mul(transpose(matrix("a")), matrix("b"), transpose(matrix("M")), matrix("G"))),
    GAUSS_MODELS[6],
)
def test_entries_keep_the_value(term, model):
    try:
        poly = Normaliser(GAUSS).scalar(term)
    except KernelError:
        assume(False)
    before = valued(term, GAUSS, model)
    try:
        with precision(2 * DIGITS):
            after = Entries(model).poly(poly, {})
    except AttributeError:  # an inverse or determinant that stays whole
        assume(False)
    assert same(before, after) or not after.is_finite()


def test_models_are_of_several_dimensions():
    assert len({model.size("k") for model in GAUSS_MODELS}) > 2

"""Every kind of certificate, and what it becomes when someone tampers with it."""

from __future__ import annotations

import copy
import json

import pytest
from claims import FINITE, GAUSS, J, N, O, P, Q, V, accepted, combination, delta, law, part
from written import U, X, Y, entropy, expect, information, kl, matrix, sym, total, trace, value

from symkl.kernel import terms as t
from symkl.kernel.check import CHECKERS, REDUCTIONS, Claim, check
from symkl.kernel.context import Context, Law, Sort
from symkl.kernel.errors import KernelError, Refused
from symkl.kernel.relations import FLIPPED, RELATIONS, compose
from symkl.kernel.terms import add, exp, log, mul, neg, num, sub

r, s = sym("r"), sym("s")
Z = ("z", "X")
LOGARITHMS = {"kind": "logarithms"}
KL = kl(P, Q, X)
KL_IS_ZERO = (KL, "=", t.ZERO)
GIBBS = part("gibbs", P, Q, binders=[X])
EQUALITY = {"kind": "equality_case", "given": 0, "parts": [GIBBS], "part": 0}
P_IS_Q = (P, "=", Q)
INDEPENDENT = (J, "=", mul(value("J", "x", [X]), value("J", "y", [Y])))
BY_FORM = {"kind": "normal_form"}


def given(proof, index=0):
    return {"kind": "substitution", "given": index, "proof": proof}


@pytest.mark.parametrize("relation", RELATIONS)
def test_normal_forms_show_equality_only(relation):
    assert accepted(FINITE, P, relation, P) == (relation in ("=", "<=", ">="))
    assert not accepted(FINITE, P, relation, Q)


@pytest.mark.parametrize("relation", RELATIONS)
def test_logarithms(relation):
    power = t.power(exp(r), s)
    sides = power, exp(mul(s, r))
    assert accepted(FINITE, *sides[:1], relation, sides[1], LOGARITHMS) == (
        relation in ("=", "<=", ">=")
    )
    assert not accepted(FINITE, power, relation, exp(add(r, s)), LOGARITHMS)


def test_logarithms_of_what_may_be_negative():
    assert accepted(FINITE, mul(s, s), "=", t.power(s, num(2)), LOGARITHMS)
    assert not accepted(FINITE, mul(r, r), "=", t.power(r, num(2)), LOGARITHMS)
    assert not accepted(FINITE, V, "=", V, LOGARITHMS)


def test_densities_by_logarithms():
    a, A = matrix("a"), matrix("A")
    x = t.Term("point", (), U)
    form = mul(t.Term("transpose", (sub(x, a),)), t.Term("inverse", (A,)), sub(x, a))
    two_pi = mul(num(2), t.Term("const", (), "pi"))
    half_k = t.div(t.Term("size", (), "k"), num(2))
    scale = mul(t.power(two_pi, half_k), t.power(t.Term("det", (A,)), t.div(t.ONE, num(2))))
    bell = t.div(exp(t.div(neg(form), num(2))), scale)
    assert accepted(GAUSS, law("p", U), "=", bell, LOGARITHMS)
    assert not accepted(GAUSS, law("q", U), "=", bell, LOGARITHMS)
    assert not accepted(GAUSS, law("p", U), "=", exp(t.div(neg(form), num(2))), LOGARITHMS)


COMBINED = Claim(
    FINITE,
    add(mul(num(2), kl(P, Q, X)), mul(r, r), V),
    ">=",
    sym("t"),
    ((V, ">=", mul(num(2), sym("t"))), (mul(num(3), sym("t")), "=", num(3))),
)
SHOWN = combination(
    {**GIBBS, "weight": "2"},
    part("square", r),
    {"weight": "1", "given": 0},
    {"weight": "1/3", "given": 1},
    part("positive", t.ONE),
)
TAMPERED = {
    "another weight": ("parts", 0, "weight", "1"),
    "negative weight": ("parts", 0, "weight", "-2"),
    "zero weight": ("parts", 1, "weight", "0"),
    "another fact": ("parts", 0, "fact", "jensen_log"),
    "unknown fact": ("parts", 0, "fact", "kl_nonpositive"),
    "arguments swapped": ("parts", 0, "args", GIBBS["args"][::-1]),
    "argument missing": ("parts", 0, "args", GIBBS["args"][:1]),
    "argument too many": ("parts", 1, "args", [t.to_json(r)] * 2),
    "another point": ("parts", 0, "binders", [["y", "X"]]),
    "point twice": ("parts", 0, "binders", [["x", "X"], ["x", "X"]]),
    "point of another space": ("parts", 0, "binders", [["x", "Y"]]),
    "reserved point": ("parts", 0, "binders", [["~0", "X"]]),
    "averaged": ("parts", 1, "over", [["y", "X"]]),
    "factor": ("parts", 1, "factor", t.to_json(s)),
    "given the wrong way round": ("parts", 2, "weight", "-1"),
    "another given": ("parts", 2, "given", 1),
    "no such given": ("parts", 2, "given", 2),
    "no kind": ("kind", ""),
    "another kind": ("kind", "normal_form"),
    "equality case": ("kind", "equality_case"),
    "part missing": ("parts", SHOWN["parts"][1:]),
    "part twice": ("parts", [*SHOWN["parts"], SHOWN["parts"][1]]),
    "no parts": ("parts", []),
}


def tampered(certificate, *path):
    found = copy.deepcopy(certificate)
    *places, last, value = path
    inner = found
    for place in places:
        inner = inner[place]
    inner[last] = value
    return found


def test_combination():
    # 2 KL + r^2 + (V - 2t) + (t - 1) + 1 = 2 KL + r^2 + V - t
    assert check(COMBINED, SHOWN).facts == {"gibbs", "square", "positive"}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampered_combination(name):
    with pytest.raises(KernelError):
        check(COMBINED, tampered(SHOWN, *TAMPERED[name]))


JUNK = (None, True, 1, 1.5, "", "x", "1/0", "1e999999999", "nan", [], {}, [[]], [None], {"a": 1})
KEYS = ("kind", "parts", "given", "proof", "part", "scale", "reversed", "at_least", "at_most")
PART_KEYS = ("weight", "fact", "binders", "args", "over", "factor", "given", "logarithm_times")
KINDS = sorted({*CHECKERS, *REDUCTIONS})


@pytest.mark.parametrize("junk", JUNK, ids=repr)
@pytest.mark.parametrize("kind", KINDS)
def test_junk_raises_nothing_but_kernel_errors(kind, junk):
    claim = Claim(FINITE, r, "=", t.ZERO, (KL_IS_ZERO, P_IS_Q))
    proofs = {"proof": BY_FORM, "at_least": BY_FORM, "at_most": BY_FORM}
    whole = {**EQUALITY, "kind": kind, **proofs}
    broken = [junk, *(tampered(whole, key, junk) for key in KEYS)]
    broken += [tampered(whole, "parts", [junk])]
    broken += [tampered(whole, "parts", 0, key, junk) for key in PART_KEYS]
    for certificate in broken:
        with pytest.raises(KernelError):
            check(claim, certificate)


def test_an_equation_rests_on_equations():
    by_given = combination({"weight": "-2", "given": 0})
    doubled = mul(num(2), r), mul(num(2), s)
    assert accepted(FINITE, *doubled[:1], "=", doubled[1], by_given, [(s, "=", r)])
    assert not accepted(FINITE, *doubled[:1], "=", doubled[1], by_given, [(s, ">=", r)])
    by_square = combination(part("square", r))
    assert not accepted(FINITE, mul(r, r), "=", t.ZERO, by_square)
    both = combination({"weight": "1", "given": 0}, part("square", r))
    assert not accepted(FINITE, mul(r, r), "=", sub(s, r), both, [(r, "=", s)])


def test_logarithms_of_equations():
    def logarithm(factor, **changes):
        part = {"weight": "1", "given": 0, "over": [list(X)], "logarithm_times": t.to_json(factor)}
        return combination({**part, **changes})

    def shown(lhs, rhs, factor, relation="=", **changes):
        sides = total(X, of=mul(factor, log(lhs))), total(X, of=mul(factor, log(rhs)))
        proof = logarithm(factor, **changes)
        return accepted(FINITE, sides[0], "=", sides[1], proof, [(lhs, relation, rhs)])

    assert shown(P, mul(Q, s), V)
    assert shown(N, O, N)  # N > 0 where the factor is, and so is O
    assert not shown(N, O, V)
    assert not shown(P, mul(Q, r), V)  # r may be negative
    assert not shown(P, Q, V, relation="<=")
    assert not shown(P, Q, V, given=1)
    assert not shown(P, Q, V, weight="2")
    assert not shown(P, Q, V, over=[])


def test_both_inequalities():
    nothing = information("J", "x", "x"), entropy("J", "x")
    both = {"kind": "both_inequalities", "at_least": BY_FORM, "at_most": BY_FORM}
    assert accepted(FINITE, nothing[0], "=", nothing[1], both)
    assert not accepted(FINITE, nothing[0], ">=", nothing[1], both)
    nonnegative = combination(part("square", r))
    half = {**both, "at_least": nonnegative}
    assert accepted(FINITE, mul(r, r), ">=", t.ZERO, nonnegative)
    for one_sided in (half, {**half, "at_most": nonnegative}, {**half, "at_most": half}):
        assert not accepted(FINITE, mul(r, r), "=", t.ZERO, one_sided)


@pytest.mark.parametrize("relation", ["!=", "iff"])
def test_other_relations_are_never_combined(relation):
    used = combination({"weight": "1", "given": 0})
    assert not accepted(FINITE, r, relation, s, used, [(r, "=", s)])
    assert not accepted(FINITE, r, "=", s, used, [(r, relation, s)])
    assert not accepted(FINITE, r, ">=", s, used, [(r, relation, s)])


def test_matrices_are_not_ordered():
    A, B = matrix("A"), matrix("B")
    used = combination({"weight": "1", "given": 0})
    assert accepted(GAUSS, A, "=", B, used, [(A, "=", B)])
    assert not accepted(GAUSS, A, ">=", B, used, [(A, ">=", B)])
    twice = [(mul(num(2), A), "=", mul(num(2), B))]  # no definition of A
    assert not accepted(GAUSS, trace(A), "=", trace(B), used, twice)


# --- equality cases -------------------------------------------------------------------------------


def test_equality_case():
    assert accepted(FINITE, P, "=", Q, EQUALITY, [KL_IS_ZERO])
    assert accepted(FINITE, P, "=", Q, {**EQUALITY, "reversed": True}, [(t.ZERO, "=", KL)])
    assert accepted(FINITE, Q, "=", P, {**EQUALITY, "scale": "-1"}, [KL_IS_ZERO])


EQUALITY_REFUSED = {
    "scale": ({"scale": "2"}, P_IS_Q, KL_IS_ZERO),
    "relation": ({}, (P, ">=", Q), KL_IS_ZERO),
    "inequality given": ({}, P_IS_Q, (KL, ">=", t.ZERO)),
    "not zero": ({}, P_IS_Q, (KL, "=", t.ONE)),
    "the other way": ({"reversed": True}, P_IS_Q, KL_IS_ZERO),
    "other laws": ({}, P_IS_Q, (kl(Q, P, X), "=", t.ZERO)),
    "other conclusion": ({}, (P, "=", N), KL_IS_ZERO),
    "no such part": ({"part": 1}, P_IS_Q, KL_IS_ZERO),
    "no such given": ({"given": 1}, P_IS_Q, KL_IS_ZERO),
    "rests on a given": ({"parts": [GIBBS, {"weight": "1", "given": 0}]}, P_IS_Q, KL_IS_ZERO),
    "no equality case": (
        {"parts": [part("minus_log_probability", P)]},
        (P, "=", t.ONE),
        (neg(log(P)), "=", t.ZERO),
    ),
}


@pytest.mark.parametrize("name", EQUALITY_REFUSED)
def test_equality_case_refused(name):
    change, claim, equation = EQUALITY_REFUSED[name]
    assert not accepted(FINITE, *claim, {**EQUALITY, **change}, [equation])


def test_equality_cases_of_averages():
    one, two = value("J", "x", [X, Y], "y"), value("K", "x", [X, Y], "y")
    weight = value("J", "y", [Y])
    averaged = part("gibbs", one, two, binders=[X], over=[Y], factor=weight)
    equation = total(Y, of=mul(weight, kl(one, two, X))), "=", t.ZERO
    proof = {**EQUALITY, "parts": [averaged]}
    assert accepted(FINITE, one, "=", two, proof, [equation])
    assert not accepted(FINITE, J, "=", law("K", X, Y), proof, [equation])


def test_an_average_that_vanishes_says_nothing_where_its_factor_does():
    squared = t.power(sub(V, r), num(2))
    for weight, allowed in ((P, True), (N, False)):
        zero = total(X, of=mul(weight, squared)), "=", t.ZERO
        proof = {**EQUALITY, "parts": [part("square", sub(V, r), over=[X], factor=weight)]}
        assert accepted(FINITE, V, "=", r, proof, [zero]) == allowed


def test_averages_over_real_spaces_vanish_almost_everywhere_only():
    context = Context.of(
        [
            *(Sort("X", "n"), Sort("R", kind="real"), Law("g", (U,))),
            *(Law(name, (X, U), given=("u",)) for name in "AB"),
        ]
    )
    one, two = (value(name, "x", [X, U], "u") for name in "AB")
    density = value("g", "u", [U])
    averaged = part("gibbs", one, two, binders=[X], over=[U], factor=density)
    equation = total(U, of=mul(density, kl(one, two, X))), "=", t.ZERO
    assert accepted(context, equation[0], ">=", t.ZERO, combination(averaged))
    proof = {**EQUALITY, "parts": [averaged]}
    assert not accepted(context, one, "=", two, proof, [equation])


def test_densities_are_equal_almost_everywhere_only():
    p, q = law("p", U), law("q", U)
    proof = {**EQUALITY, "parts": [part("gibbs", p, q, binders=[U])]}
    assert not accepted(GAUSS, p, "=", q, proof, [(kl(p, q, U), "=", t.ZERO)])


@pytest.mark.parametrize(
    ("fact", "zero", "conclusion"),
    [
        (part("square", sub(V, r), over=[X]), total(X, of=t.power(sub(V, r), num(2))), (V, r)),
        (
            part("log_bound", t.div(P, Q), over=[X], factor=Q),
            total(X, of=mul(Q, sub(sub(t.div(P, Q), t.ONE), log(t.div(P, Q))))),
            (t.div(P, Q), t.ONE),
        ),
    ],
)
def test_other_equality_cases(fact, zero, conclusion):
    proof = {**EQUALITY, "parts": [fact]}
    assert accepted(FINITE, conclusion[0], "=", conclusion[1], proof, [(zero, "=", t.ZERO)])
    assert not accepted(FINITE, conclusion[0], "=", s, proof, [(zero, "=", t.ZERO)])


# --- substitution ---------------------------------------------------------------------------------


def test_equal_laws():
    assert accepted(FINITE, entropy("P", "x"), "=", entropy("Q", "x"), given(BY_FORM), [P_IS_Q])
    assert accepted(FINITE, expect("P", [X], V), "=", expect("Q", [X], V), given(BY_FORM), [P_IS_Q])
    assert accepted(FINITE, KL, "=", t.ZERO, given(BY_FORM), [P_IS_Q])
    assert not accepted(FINITE, KL, "=", t.ONE, given(BY_FORM), [P_IS_Q])
    assert not accepted(FINITE, kl(P, N, X), "=", t.ZERO, given(BY_FORM), [P_IS_Q])


def test_independence():
    nothing = information("J", "x", "y"), "=", t.ZERO
    assert accepted(FINITE, *nothing, given(BY_FORM), [INDEPENDENT])
    assert not accepted(FINITE, *nothing, BY_FORM, [INDEPENDENT])
    other = information("K", "x", "y"), "=", t.ZERO
    assert not accepted(FINITE, *other, given(BY_FORM), [INDEPENDENT])


NOT_SUBSTITUTED = {
    "no equation": (P, "<=", Q),
    "one point": (P, "=", value("Q", "x", [Z])),
    "a multiple": (P, "=", mul(num(2), Q)),
    "part of a law": (value("J", "x", [X]), "=", P),
    "a conditional": (value("J", "x", [X, Y], "y"), "=", value("K", "x", [X, Y], "y")),
    "the same point twice": (law("W", X, X), "=", value("W", "vu", [X, X])),
    "not a product of all": (J, "=", mul(value("J", "x", [X]), value("J", "x", [X]))),
    "marginals of another law": (J, "=", mul(value("K", "x", [X]), value("K", "y", [Y]))),
    "at other points": (J, "=", mul(value("J", "x", [Z]), value("J", "y", [Y]))),
    "no law at all": (r, "=", s),
}


@pytest.mark.parametrize("name", NOT_SUBSTITUTED)
def test_other_equations_are_not_substituted(name):
    assert not accepted(FINITE, r, "=", r, given(BY_FORM), [NOT_SUBSTITUTED[name]])


def test_laws_of_other_spaces_are_not_equal():
    context = Context.of([Sort("X", "n"), Sort("Y", "n"), Law("S", (X,)), Law("T", (Y,))])
    equation = value("S", "x", [X]), "=", value("T", "y", [X])
    entropies = entropy("S", "x"), "=", entropy("T", "y")
    assert not accepted(context, *entropies, given(BY_FORM), [equation])


def test_variables_in_another_order():
    x, y = ("x", "X"), ("y", "X")
    context = Context.of(
        [
            *(Sort("X", "n"), Law("S", (("a", "X"), ("b", "X")))),
            *(Law("T", (("c", "X"), ("d", "X"))), Law("G", (X,), normalised=False)),
        ]
    )
    turned = value("S", "ab", [x, y]), "=", value("T", "dc", [x, y])
    one, two = value("G", "x", [x]), value("G", "x", [y])
    mean = expect("S", [x, y], one)
    assert accepted(context, mean, "=", expect("T", [y, x], one), given(BY_FORM), [turned])
    assert accepted(context, mean, "=", expect("T", [x, y], two), given(BY_FORM), [turned])
    assert not accepted(context, mean, "=", expect("T", [x, y], one), given(BY_FORM), [turned])
    assert accepted(context, entropy("S", "a"), "=", entropy("T", "d"), given(BY_FORM), [turned])
    assert not accepted(
        context, entropy("S", "a"), "=", entropy("T", "c"), given(BY_FORM), [turned]
    )


def test_a_given_is_substituted_once():
    twice = given(given(BY_FORM))
    assert not accepted(FINITE, KL, "=", t.ZERO, twice, [P_IS_Q])
    both = given(given(BY_FORM), index=1)
    assert accepted(FINITE, KL, "=", information("J", "x", "y"), both, [INDEPENDENT, P_IS_Q])


# --- relations ------------------------------------------------------------------------------------

HOLDS = {
    "=": lambda one, two: one == two,
    "<=": lambda one, two: one <= two,
    "<": lambda one, two: one < two,
    ">=": lambda one, two: one >= two,
    ">": lambda one, two: one > two,
    "!=": lambda one, two: one != two,
}
TRIPLES = [(i, j, k) for i in range(3) for j in range(3) for k in range(3)]


@pytest.mark.parametrize("first", RELATIONS)
@pytest.mark.parametrize("second", RELATIONS)
def test_relations_compose_as_numbers_do(first, second):
    chained = [(i, k) for i, j, k in TRIPLES if HOLDS[first](i, j) and HOLDS[second](j, k)]
    strongest = ("=", "<", ">", "<=", ">=", "!=")
    expected = next((rel for rel in strongest if all(HOLDS[rel](*p) for p in chained)), None)
    assert compose(first, second) == expected


def test_relations_turn_round():
    assert all(
        HOLDS[rel](i, j) == HOLDS[FLIPPED[rel]](j, i) for rel in RELATIONS for i, j, _ in TRIPLES
    )
    assert compose("iff", "implies") == "implies"
    assert compose("iff", "=") is None
    assert compose("junk", "=") is None


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["~0", "_1.0", "#0", "%1.0", "<row>", ""])
def test_names_of_normal_forms_are_reserved(name):
    point = name, "X"
    free = value("P", "x", [point])
    bound = total(point, of=value("P", "x", [point]))
    for term in (free, bound, expect("P", [point], t.ONE), delta(point, X)):
        assert not accepted(FINITE, term, "=", term)
        assert not accepted(FINITE, r, "=", r, given=[(term, "=", r)])
        squared = combination(part("square", term))
        assert not accepted(FINITE, mul(term, term), ">=", t.ZERO, squared)


def test_certificates_are_plain_data():
    again = json.loads(json.dumps(SHOWN))
    assert check(Claim.from_json(json.loads(json.dumps(COMBINED.to_json()))), again)
    with pytest.raises(Refused):
        check(Claim(FINITE, r, "=", s), BY_FORM)

"""Claims, declarations and terms as plain data: round trips, and everything else refused."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from fractions import Fraction

import pytest
from claims import FINITE, GAUSS, J, P, accepted, combination, part
from hypothesis import given, settings
from hypothesis import strategies as st
from written import X, Y, entropy, expect, information, kl, matrix, size, sym, total, trace, value

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.consistency import require_consistent
from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.kernel.errors import IllFormed, KernelError, TooLarge
from symkl.kernel.terms import Term, from_json, rational, to_json

U = ("u", "R")
SPACES = (Sort("X", "n"), Sort("Y", "m"), Sort("k", "k"), Sort("R", kind="real", index="k"))
VECTORS = (Matrix("mu", "k"), Matrix("S", "k", "k", True, True, True), Matrix("long", "m'"))
EVERY_HEAD = t.add(
    kl(P, P, X),
    entropy("J", "x", "y"),
    information("J", "x", "y"),
    expect("P", [X], t.log(P)),
    total(X, Y, of=t.power(J, t.num(Fraction(-3, 4)))),
    t.mul(t.exp(sym("r")), size("X"), Term("const", (), "pi")),
    t.div(t.neg(P), Term("delta", (Term("point", (), X), Term("point", (), X)))),
)


@pytest.mark.parametrize("term", [EVERY_HEAD, trace(matrix("A")), t.num(Fraction(1, 3))])
def test_terms_are_read_back(term):
    assert from_json(json.loads(json.dumps(to_json(term)))) == term


def test_claims_are_read_back():
    claim = Claim(FINITE, EVERY_HEAD, ">=", t.ZERO, ((P, "=", P), (J, "<=", t.ONE)))
    assert Claim.from_json(json.loads(json.dumps(claim.to_json()))) == claim
    assert Context.from_json(json.loads(json.dumps(GAUSS.to_json()))) == GAUSS


def test_where_a_term_stood_does_not_matter():
    assert Term("sym", (), "r", (3, 4)) == sym("r")


JUNK = (None, True, 7, 0.5, "x", [], {}, [1, 2], {"q": "1"}, [["x"]])
CLAIM = Claim(FINITE, P, "=", P, ((P, "=", P),)).to_json()
PATHS = [
    *[(key,) for key in CLAIM],
    *[("lhs", place) for place in range(3)],
    *[("given", 0), ("given", 0, 0), ("given", 0, 1), ("context", 0)],
    *[("context", place, key) for place in (0, 2, 13) for key in CLAIM["context"][place]],
]


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_junk_in_claims_raises_nothing_but_kernel_errors(path):
    for junk in JUNK:
        data = copy.deepcopy(CLAIM)
        inner = data
        for place in path[:-1]:
            inner = inner[place]
        inner[path[-1]] = junk
        with suppress(KernelError):  # some junk is another true claim; what else is raised shows
            check(Claim.from_json(data), {"kind": "normal_form"})


@pytest.mark.parametrize("junk", [None, [], 3, "claim", {"lhs": []}], ids=repr)
def test_junk_claims(junk):
    with pytest.raises(KernelError):
        Claim.from_json(junk)


json_data = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["value", "X"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("qx"), inner),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(json_data)
def test_any_data_as_term(data):
    with pytest.raises(KernelError):
        check(Claim(FINITE, from_json(data), "<", t.ONE), {"kind": "normal_form"})


def test_nested_data_is_refused():
    deep = ["num", {"q": "1"}, []]
    for _ in range(20_000):
        deep = ["neg", None, [deep]]
    with pytest.raises(TooLarge):
        Claim.from_json({**CLAIM, "lhs": deep})


@pytest.mark.parametrize("text", ["0", "-3", "3/4", "-10/7", "1/10"])
def test_rationals(text):
    assert rational(text) == Fraction(text)


@pytest.mark.parametrize(
    "text", ["", "1/0", "1.5", "1e9", "1e999999999", "nan", " 1", "1_0", "²", "1/-2", None, 3]
)
def test_no_rationals(text):
    with pytest.raises(IllFormed):
        rational(text)


def test_long_numbers_are_refused():
    with pytest.raises(TooLarge):
        rational("9" * 5000)


LABELS = {
    "number as text": Term("num", (), "1"),
    "constant": Term("const", (), "tau"),
    "number with children": Term("num", (t.ONE,), Fraction(1)),
    "sum of nothing": Term("add"),
    "sum with a label": Term("add", (t.ONE,), "x"),
    "negative of two": Term("neg", (t.ONE, t.ONE)),
    "quotient of one": Term("div", (t.ONE,)),
    "sum over a name": Term("sum", (t.ONE,), "x"),
    "sum over a point twice": Term("sum", (t.ONE,), (X, X)),
    "value without points": Term("value", (), ("P", ("x",), ())),
    "value at a number": Term("value", (t.ONE,), ("P", ("x",), ())),
    "value without conditions": Term("value", (Term("point", (), X),), ("P", ("x",))),
    "delta of numbers": Term("delta", (t.ONE, t.ONE)),
    "entropy without its point": Term("entropy", (), ("J", ("x",), (), ("y",))),
    "information with points": Term("mutual_information", (t.ONE,), ("J", ("x",), ("y",), ())),
    "expectation without a law": Term("expect", (t.ONE,), (X,)),
    "unknown": Term("zeta", (t.ONE,)),
}


@pytest.mark.parametrize("name", LABELS)
def test_malformed_terms(name):
    term = LABELS[name]
    assert not accepted(FINITE, term, "=", term)
    assert not accepted(FINITE, t.ONE, "=", t.ONE, given=[(term, "=", term)])
    assert not accepted(FINITE, t.ONE, ">", t.ZERO, combination(part("positive", term)))


def law(**changes):
    return Law(**{"name": "F", "coords": (X, Y), **changes})


def density(**changes):
    return Law(**{"name": "F", "coords": (U,), "normal": ("mu", "S"), **changes})


INCONSISTENT = {
    "no elements": Sort("E", "0"),
    "no elements, in long": Sort("E", "00"),
    "other digits": Sort("E", "٣"),
    "powers as digits": Sort("E", "²"),
    "a negative size": Sort("E", "-1"),
    "a broken size": Sort("E", "2.5"),
    "a huge size": Sort("E", "9" * 30),
    "no name": Sort("", "n"),
    "the name of the index of numbers": Sort("1", "n"),
    "real space over a real space": Sort("E", kind="real", index="R"),
    "real space over nothing": Sort("E", kind="real", index="nowhere"),
    "unknown kind": Sort("E", kind="complex"),  # type: ignore[arg-type]
    "law of nothing": law(coords=()),
    "law of a variable twice": law(coords=(X, ("x", "Y"))),
    "law of an undeclared space": law(coords=(("x", "nowhere"),)),
    "condition that is no variable": law(given=("z",)),
    "conditions alone": law(given=("x", "y")),
    "condition twice": law(given=("x", "x")),
    "unknown sign": law(sign="complex"),
    "normalised by a number": law(normalised=1),
    "below a law of other variables": law(below=("other",)),
    "independent of nothing": law(independent=(("x",),)),
    "independent twice": law(independent=(("x",), ("x", "y"))),
    "independent empty group": law(independent=(("x", "y"), ())),
    "independent given": law(independent=(("x",), ("y",)), given=("x",)),
    "coordinates as text": law(coords="xX"),
    "normal of two points": density(coords=(U, ("v", "R"))),
    "normal given": density(coords=(U, X), given=("x",)),
    "normal on a finite space": density(coords=(X,)),
    "mean of another dimension": density(normal=("other_mu", "S")),
    "mean that is a matrix": density(normal=("S", "S")),
    "covariance that is a vector": density(normal=("mu", "mu")),
    "covariance undeclared": density(normal=("mu", "T")),
    "symmetric and not square": Matrix("F", "k", symmetric=True),
    "invertible and not square": Matrix("F", "k", invertible=True),
    "definite and not square": Matrix("F", "k", positive_definite=True),
    "rows of a real space": Matrix("F", "R"),
    "rows undeclared": Matrix("F", "nowhere"),
    "number of unknown sign": Number("F", "complex"),  # type: ignore[arg-type]
}
AROUND = (*SPACES, *VECTORS[:2], Sort("m'", "m"), VECTORS[2], Law("other", (Y, X)))
AROUND = (*AROUND, Matrix("other_mu", "m'"))


@pytest.mark.parametrize("name", INCONSISTENT)
def test_declarations_that_do_not_fit(name):
    context = Context.of([*AROUND, INCONSISTENT[name]])
    with pytest.raises(IllFormed):
        require_consistent(context)
    with pytest.raises(IllFormed):
        check(Claim(context, t.ONE, "=", t.ONE), {"kind": "normal_form"})


def test_declarations_that_fit():
    fitting = [law(below=("G",)), law(name="G", independent=(("x",), ("y",))), density(name="H")]
    require_consistent(Context.of([*AROUND, *fitting, Sort("E", "3"), Sort("L", kind="real")]))


def test_two_declarations_of_one_name():
    with pytest.raises(IllFormed, match="declared twice"):
        Context.of([Matrix("A", "k"), Matrix("A", "k", "k")])
    assert Context.of([Matrix("A", "k"), Matrix("A", "k")]).matrices["A"].columns == "1"


def test_sizes_belong_to_their_spaces():
    context = Context.of([Sort("A"), Sort("B"), Sort("C", "n"), Sort("D", "n"), Sort("E", "3")])
    assert not accepted(context, size("A"), "=", size("B"))
    assert accepted(context, size("C"), "=", size("D"))
    assert accepted(context, size("E"), "=", t.num(3))
    assert not accepted(context, size("E"), "=", t.num(2))


def test_values_need_the_points_of_their_law():
    assert accepted(FINITE, P, "=", P)
    assert not accepted(FINITE, value("P", "x", [Y]), "=", value("P", "x", [Y]))


@pytest.mark.parametrize(
    "name",
    [
        "0",
        "1/2",
        "-a",
        "a - a",
        "KL(P||Q)",
        "a=b",
        "a\nb",
        "x, given y",
        "log a",
        "tr(A)",
        "E_p[x]",
        "sum_x P(x)",
        "\u200b",
        "a\u202eb",
        "\x1b[31m",
    ],
)
def test_names_that_read_as_something_else(name):
    """A positive number that is named "a - a" would give the statement a - a > 0."""
    with pytest.raises(IllFormed, match="no name"):
        require_consistent(Context.of([Number(name, "positive")]))


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "sigma_j^2",
        "mu(x)",
        "p_Y|X",
        "x'",
        "λ",
        "bar:x",
        "g(X,Y)",
        "sigma^2 I",
        "E_k",
        "exponent",
    ],
)
def test_names_that_texts_use(name):
    require_consistent(Context.of([Number(name, "positive")]))

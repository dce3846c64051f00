"""Densities on R^k are declared as pmfs are, and the kernel knows what differs."""

from __future__ import annotations

import pytest

from symkl import KL, Dimension, FiniteSpace, H, I, LanguageError, joint, log, total
from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law, Sort
from symkl.kernel.errors import IllFormed
from symkl.kernel.normal_form import Normaliser
from symkl.language.declared import assumptions
from symkl.prove.search import prove

k, m = Dimension("k"), Dimension("m")
X = FiniteSpace("X")
q = k.density("q", support="any")
p = k.density("p", support="any", below=[q])
x = k.point("x")


def proved(lhs, relation="=", rhs=None):
    right = t.ZERO if rhs is None else rhs
    return prove(Claim(lhs.context, lhs.term, relation, right)) is not None


def test_declarations_in_words():
    words = assumptions(KL(p, q).context)
    assert (
        r"$p$ is a density on $\mathbb{R}^{k}$, may have zeros, absolutely continuous to $q$"
        in words
    )
    assert k.density("r").law.sign == "positive"
    assert [d.law.name for d in k.densities("a b")] == ["a", "b"]


def test_joint_densities():
    j = joint("j", ("X", k), ("Y", m), support="any")
    first, second = j.variables
    assert str(I(first, second)) == "I(X; Y)"
    assert [sort for _, sort in j.law.coords] == ["R^k", "R^m"]
    assert str(H(second | first)) == "H(Y | X)"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: joint("j", k, m),
        lambda: k.density("p", below=[m.density("q")]),
        lambda: k.density("p", below=[X.pmf("Q")]),
        lambda: X.pmf("P", below=[q]),
        lambda: KL(p, m.density("q")),
        lambda: p(m.point("y")),
    ],
)
def test_what_does_not_fit_is_refused(wrong):
    with pytest.raises(LanguageError):
        wrong()


def test_absolute_continuity_is_what_gibbs_needs():
    assert proved(KL(p, q), ">=")
    assert proved(total(p(x) * log(p(x) / q(x)), x), ">=")
    for first, second in ((q, p), (k.density("p", support="any"), q)):
        with pytest.raises(IllFormed):
            proved(KL(first, second), ">=")
    assert proved(KL(q, k.density("f")), ">=")


def test_the_inequalities_of_shannon_that_densities_obey():
    j = joint("j", ("X", k), ("Y", m), ("Z", k))
    first, second, third = j.variables
    assert proved(H(first) + H(second) - H(first, second), ">=")
    assert proved(H(first | third) - H(first | second, third), ">=")
    assert proved(I(first, second | third), ">=")
    for false in (H(first, second) - H(first), H(first | second), H(first) - I(first, second)):
        assert not proved(false, ">=")


def test_what_holds_of_pmfs_only_is_not_proved():
    assert proved(H(X.pmf("P")), ">=")
    assert not proved(H(k.density("f")), ">=")
    f = k.density("f")(x)
    assert not proved(f, "<=", t.ONE)
    assert not proved(-log(f), ">=")


REAL = Context.of([Sort("k", "k"), Sort("R", kind="real", index="k"), Law("f", (("u", "R"),))])
U, V = (t.Term("point", (), (name, "R")) for name in "uv")


def test_a_real_space_has_no_size_and_no_delta():
    value = t.Term("value", (U,), ("f", ("u",), ()))
    contracted = t.total((("u", "R"),), t.mul(t.Term("delta", (U, V)), value))
    for term in (contracted, t.Term("size", (), "R"), t.total((("u", "R"),), t.ONE)):
        with pytest.raises(IllFormed):
            Normaliser(REAL).scalar(term)

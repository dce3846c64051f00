r"""How far tr, det and log reach without brackets, and ``x^2/2\sigma^2``."""

from __future__ import annotations

import pytest
from conftest import Judge

SAID = (
    r"Let $A$, $B$ be $n\times n$ matrices, $\Sigma$, $S$ symmetric positive definite "
    r"$n\times n$ matrices and $u$, $v$ vectors of length $n$."
)
NORMAL = r"Let $X\sim\mathcal N(\mu,\sigma^2)$ with $\sigma>0$."


def verdict(judged: Judge, claim: str, said: str = SAID) -> str:
    return judged(f"{said}\n\n$$ {claim} $$\n")[-1].verdict


CYCLES = [
    r"\operatorname{tr} AB = \operatorname{tr} BA",
    r"\mathrm{tr}\,AB = \mathrm{tr}\,BA",
    r"\operatorname{Tr}(AB) = \operatorname{tr} BA",
    r"\operatorname{trace}\{AB\} = \text{tr}[BA]",
]


@pytest.mark.parametrize("claim", CYCLES)
def test_spellings_of_a_trace_are_one_term(judged: Judge, claim: str) -> None:
    (step,) = judged(f"{SAID}\n\n$$ {claim} $$\n")
    assert (step.verdict, step.statement) == ("proved", "tr(A B) = tr(B A)")


REACH = {
    r"\operatorname{tr} AB = \operatorname{tr} A \operatorname{tr} B": "refuted",
    r"\operatorname{tr} \Sigma^{-1}S = \operatorname{tr} S\Sigma^{-1}": "proved",
    r"\operatorname{tr} A B^\top = \operatorname{tr} B^\top A": "proved",
    r"\operatorname{tr} (u-v)(u-v)^\top\Sigma^{-1} = (u-v)^\top\Sigma^{-1}(u-v)": "proved",
    r"\operatorname{tr} 2A = 2\operatorname{tr} A": "proved",
    r"\operatorname{tr} A\, u^\top v = u^\top v \operatorname{tr} A": "proved",
    r"A - \frac1n\operatorname{tr}A\, I = A": "unread",
    r"\operatorname{tr} A u = u": "refuted",  # by the shapes it is (tr A) u
    r"\operatorname{tr} A + B = \operatorname{tr} A + \operatorname{tr} B": "unread",
    r"\det \Sigma S = \det \Sigma \cdot \det S": "proved",
    r"\det \Sigma S = \det \Sigma + \det S": "refuted",
    r"\log\det 2\pi\Sigma = n\log 2\pi+\log\det\Sigma": "proved",
    r"\det \Sigma\, 2 = 2 \det\Sigma": "proved",
    r"\det \Sigma\, 2 = 2^n \det\Sigma": "undecided",
    r"\det \Sigma\, 2 = 3 \det\Sigma": "refuted",
    r"\log\det \Sigma\,(1+u^\top u) = 0": "unread",
}


@pytest.mark.parametrize("claim", REACH)
def test_how_far_traces_and_determinants_reach(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim) == REACH[claim]


POWERS = {
    r"\operatorname{tr}(A)^2 = (\operatorname{tr} A)^2": "proved",
    r"\operatorname{tr}(A)^2 = \operatorname{tr}(AA)": "undecided",  # it may be that of the square
    r"\operatorname{tr}(A)^2 = \operatorname{tr}(A)": "refuted",
    r"\operatorname{tr}(AB)^\top = \operatorname{tr}(BA)": "proved",
    r"\det(\Sigma)^2 = |\Sigma\Sigma|": "proved",
}


@pytest.mark.parametrize("claim", POWERS)
def test_powers_of_traces(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim) == POWERS[claim]


DIVISORS = {
    r"(\mu-1)^2/2\sigma^2 = \frac{(\mu-1)^2}{2\sigma^2}": "proved",
    r"(\mu-1)^2/2\sigma^2 = \frac{(\mu-1)^2}{2}\sigma^2": "undecided",
    r"(\mu-1)^2/2\sigma^2 = \frac{(\mu-1)^2}{3\sigma^2}": "refuted",
    r"1/2\sigma^2 = \frac12\sigma^2": "proved",
    r"1/2\sigma^2 = \frac{1}{2\sigma^2}": "undecided",
    r"(\mu-1)^2/2 \sigma^2 = \frac{(\mu-1)^2}{2\sigma^2}": "unread",
    r"\mu^2/2\sigma(\mu+1) = \mu": "unread",
    r"\mu/2\sigma/\mu = \mu": "unread",
}


@pytest.mark.parametrize("claim", DIVISORS)
def test_what_is_written_as_one_with_a_number_below_a_slash(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim, NORMAL) == DIVISORS[claim]


ENTROPIES = {
    r"h(X) = \ln \sigma\sqrt{2\pi e}": "proved",
    r"h(X) = \ln \sigma\sqrt{2\pi}": "refuted",
    r"h(X) = \ln \sigma\sqrt{\mu}": "unread",
}


@pytest.mark.parametrize("claim", ENTROPIES)
def test_a_logarithm_reaches_over_a_root_of_constants(judged: Judge, claim: str) -> None:
    assert verdict(judged, claim, NORMAL) == ENTROPIES[claim]


def test_nothing_is_refuted_of_a_matrix_whose_blocks_are_not_read(judged: Judge) -> None:
    blocks = (
        r"$$ \Sigma = \begin{pmatrix} \Sigma_{XX} & \Sigma_{XY} \\ \Sigma_{YX} & S\end{pmatrix} $$"
    )
    claim = r"$$ \det\Sigma = \det(\Sigma_{XX})\det(S-\Sigma_{YX}\Sigma_{XX}^{-1}\Sigma_{XY}). $$"
    assert judged(f"{SAID}\n\n{blocks}\n\nThen\n\n{claim}\n")[-1].verdict == "undecided"
    assert judged(f"{SAID}\n\n{claim}\n")[-1].verdict == "refuted"

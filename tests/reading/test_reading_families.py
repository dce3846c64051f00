"""Quantities with an index, and laws that an equation says what they are: families."""

from __future__ import annotations

import pytest
from conftest import Judge

SUM = r"\sum_{j=1}^K e^{z_j}"
SOFTMAX = rf"q_i = \frac{{e^{{z_i}}}}{{{SUM}}}"
GIBBS = r"$p(s) = \frac{e^{-\beta E(s)}}{Z}$ with $Z = \sum_s e^{-\beta E(s)}$"
TWO = (
    r"Let $\pi_0(s) = e^{-\beta E_0(s)}/Z_0$ with $Z_0 = \sum_s e^{-\beta E_0(s)}$ and "
    r"$\pi(s) = e^{-\beta E(s)}/Z$ with $Z = \sum_s e^{-\beta E(s)}$."
)
RESPONSIBLE = r"Let $\gamma_{nk} \ge 0$ with $\sum_{k=1}^K \gamma_{nk} = 1$ for every $n$"
WEIGHTS = r"Let $w_i \ge 0$ with $\sum_{i=1}^n w_i = 1$ and let $x_i > 0$."
# What is said, a true formula, and what makes it false.
CASES = {
    "softmax": (
        rf"Let ${SOFTMAX}$ and let $p$ be a pmf.",
        rf"-\sum_{{i=1}}^K p_i\log q_i = \log{SUM} - \sum_{{i=1}}^K p_i z_i",
        ("- \\sum", "+ \\sum"),
    ),
    "softmax in a display": (
        rf"The softmax of $z_1,\dots,z_K$ is $$ {SOFTMAX}, \quad i=1,\dots,K. $$ Let $p$ be a pmf.",
        rf"D(p\|q) = \log{SUM} - \sum_{{i=1}}^K p_i z_i - H(p)",
        ("- H(p)", "+ H(p)"),
    ),
    "softmax at any index": (
        rf"Let ${SOFTMAX}$.",
        rf"\log q_i = z_i - \log{SUM}",
        ("z_i -", "z_i +"),
    ),
    "softmax under the letter of its own sum": (
        rf"Let ${SOFTMAX}$.",
        rf"\sum_{{j=1}}^K q_j z_j = \sum_{{i=1}}^K \frac{{e^{{z_i}}}}{{{SUM}}} z_i",
        ("z_j =", "="),
    ),
    "softmax of a vector": (
        rf"Let $z \in \mathbb{{R}}^K$ and ${SOFTMAX}$.",
        r"\sum_{i=1}^K q_i = 1",
        ("= 1", "= K"),
    ),
    "numbers by another letter": (
        r"Let $a_i = b_i^2$.",
        r"\sum_{j=1}^n a_j = \sum_{j=1}^n b_j^2",
        ("b_j^2", "b_j"),
    ),
    "Gibbs law": (
        rf"Let {GIBBS}.",
        r"H(p) = \beta\langle E\rangle_p + \log Z",
        (r"+ \log", r"- \log"),
    ),
    "two energies": (
        TWO,
        r"D(\pi_0\|\pi) = \beta\langle E - E_0\rangle_{\pi_0} + \log Z - \log Z_0",
        (r"_{\pi_0} +", r"_{\pi} +"),
    ),
    "tilted law": (
        r"Let $q(x) = \frac{p(x)e^{\lambda f(x)}}{\sum_{x'} p(x')e^{\lambda f(x')}}$.",
        r"D(q\|p) = \lambda \sum_x q(x)f(x) - \log\sum_x p(x)e^{\lambda f(x)}",
        ("q(x)f(x)", "p(x)f(x)"),
    ),
    "responsibilities": (
        rf"{RESPONSIBLE}. Let $N_k = \sum_{{n=1}}^N \gamma_{{nk}}$.",
        r"\sum_{k=1}^K N_k = N",
        ("= N", "= K"),
    ),
    "responsibilities by a formula": (
        r"Let $\gamma_{nk} = \frac{\pi_k f_{nk}}{\sum_{j=1}^K \pi_j f_{nj}}$, with a pmf $\pi$.",
        r"\sum_{n=1}^N\sum_{k=1}^K \gamma_{nk} = N",
        ("= N", "= K"),
    ),
    "bound of a mixture": (
        rf"{RESPONSIBLE}, and let $f_{{nk}} > 0$.",
        r"\sum_{n=1}^N\log\sum_{k=1}^K f_{nk}"
        r"\ge \sum_{n=1}^N\sum_{k=1}^K \gamma_{nk}\log\frac{f_{nk}}{\gamma_{nk}}",
        (r"\ge", r"\le"),
    ),
    "weights": (
        WEIGHTS,
        r"\sum_{i=1}^n w_i\log x_i \le \log\sum_{i=1}^n w_i x_i",
        (r"\le", r"\ge"),
    ),
    "weights in Chinese": (
        r"设 $w_i\ge0$ 且 $\sum_{i=1}^n w_i=1$，$x_i>0$。则",
        r"\sum_{i=1}^n w_i\log x_i \le \log\sum_{i=1}^n w_i x_i",
        (r"\le", r"\ge"),
    ),
    "transition matrix": (
        r"Let $M_{ij} \ge 0$ with $\sum_{j=1}^n M_{ij} = 1$ for all $i$.",
        r"\sum_{i=1}^n a_i\sum_{j=1}^n M_{ij} = \sum_{i=1}^n a_i",
        (r"a_i\sum", r"a_i^2\sum"),
    ),
    "two indices": (
        "",
        r"\sum_{i=1}^n\sum_{j=1}^n J_{ij}m_im_j = \sum_{j=1}^n m_j\sum_{i=1}^n J_{ij}m_i",
        ("J_{ij}m_im_j", "J_{ij}m_i"),
    ),
    "two letters of one law": (
        "Let $p$ be a pmf.",
        r"\sum_{i=1}^n\sum_{j=1}^n (p_i-p_j)^2 = 2n\sum_{i=1}^n p_i^2 - 2",
        ("2n", "2"),
    ),
    "product law": (
        r"Let $q(x,y) = q_1(x)q_2(y)$.",
        r"H(q) = H(q_1) + H(q_2)",
        ("+", "-"),
    ),
    "label smoothing": (
        r"Let $r_i = (1-\alpha)p_i + \frac{\alpha}{K}$ with $0\le\alpha\le1$.",
        r"H(r,q) = (1-\alpha)H(p,q) - \frac{\alpha}{K}\sum_{i=1}^K\log q_i",
        (r"\frac{\alpha}{K}", r"\alpha"),
    ),
    "label smoothing in Chinese": (
        r"设 $p$ 和 $q$ 是 $K$ 个类别上的分布，$0\le\alpha\le 1$。"
        r"$$ r_i = (1-\alpha)p_i + \frac{\alpha}{K}. $$",
        r"\sum_{i=1}^K r_i\log q_i"
        r"= (1-\alpha)\sum_{i=1}^K p_i\log q_i + \frac{\alpha}{K}\sum_{i=1}^K\log q_i",
        (r"+ \frac{\alpha}{K}", r"+ \alpha"),
    ),
    "empirical law": (
        r"Let $x_1,\dots,x_n$ be samples with empirical distribution $\hat p$.",
        r"\frac1n\sum_{i=1}^n\log q(x_i) = -H(\hat p) - D(\hat p\|q)",
        ("- D", "+ D"),
    ),
    "likelihood of data": (
        "",
        r"\sum_{n=1}^N\log\sum_z p(x_n,z) \le 0",
        (r"\le", r"\ge"),
    ),
    "mean of a product": (
        "",
        r"\frac1N\log\prod_{n=1}^N p(x_n) = \frac1N\sum_{n=1}^N \log p(x_n)",
        (r"= \frac1N", r"= -\frac1N"),
    ),
    "log-sum inequality": (
        "",
        r"\sum_{i=1}^n a_i\log\frac{a_i}{b_i} \ge a\log\frac ab,"
        "\n$$\nwith $a=\\sum_{i=1}^n a_i$ and $b = \\sum_{i=1}^n b_i$.\n$$ 1 = 1",
        (r"\ge", r"\le"),
    ),
    "numbered laws": (
        r"For $0\le\lambda\le 1$ and $\bar\lambda=1-\lambda$,",
        r"D(\lambda p_1+\bar\lambda p_2\|\lambda q_1+\bar\lambda q_2)"
        r"\le \lambda D(p_1\|q_1)+\bar\lambda D(p_2\|q_2)",
        (r"\le", r"\ge"),
    ),
    "entropy of a mixture": (
        r"For $0\le\lambda\le 1$,",
        r"H(\lambda p_1+(1-\lambda)p_2) \ge \lambda H(p_1)+(1-\lambda) H(p_2)",
        (r"\ge", r"\le"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_of_families(judged: Judge, name: str) -> None:
    said, formula, change = CASES[name]
    assert change[0] in formula
    for shown, verdict in ((formula, "proved"), (formula.replace(*change, 1), "refuted")):
        found = judged(f"{said}\n\n$$ {shown} $$\n")
        claimed = [step.verdict for step in found if step.verdict != "definition"]
        assert verdict in claimed, found


# What is said of some indices only is not written out.
RESTRICTED = [
    r"except for $i=1$",
    r"for even $i$",
    r"for $i \ge 2$",
    r"for $i = 2, \dots, n$",
    "when $i$ is odd",
    "if $i$ is odd",
    "where $i$ is the largest index",
]


@pytest.mark.parametrize("words", RESTRICTED)
def test_what_is_said_of_some_indices_is_not_written_out(judged: Judge, words: str) -> None:
    claim = r"$$ \sum_{i=1}^n a_i = \sum_{i=1}^n b_i^2 $$"
    for said in (rf"Let $a_i = b_i^2$ {words}.", f"Put $$ a_i = b_i^2 $$ {words}."):
        assert judged(f"{said}\n\n{claim}")[-1].verdict != "proved"


@pytest.mark.parametrize("words", ["for all $i$", r"for $i = 1, \dots, n$", "for every $i$", ""])
@pytest.mark.parametrize("value", ["b_i^2", "b_i"])
def test_what_is_said_of_all_indices_is_written_out(judged: Judge, words: str, value: str) -> None:
    said, shown = rf"Let $a_i = {value}$ {words}.", value.replace("i", "j")
    claim = rf"$$ \sum_{{j=1}}^n a_j = \sum_{{j=1}}^n {shown} $$"
    assert judged(f"{said}\n\n{claim}")[-1].verdict == "proved"


# What is said is no law, holds at one index only, or is not understood: no verdict rests on it.
DOUBTFUL = {
    "one index": (
        r"Let $y$ be one-hot with $y_k = 1$.",
        r"\sum_{i=1}^K y_i\log x_i = \sum_{i=1}^K \log x_i",
    ),
    "all indices but one": (
        r"Let $a_i = 1$ for $i = k$ and $a_i = 0$ for $i\ne k$.",
        r"\sum_{i=1}^K a_i b_i = 0",
    ),
    "no law": (
        r"Let $q_i = \frac{e^{z_i}}{\sum_{j=1}^K z_j}$.",
        r"\sum_{i=1}^K q_i z_i = 1",
    ),
    "another law of an energy": (
        "# One\n\nThe Gibbs law is $$ p(s) = e^{-E(s)}/Z, \\quad Z = \\sum_s e^{-E(s)}. $$\n\n"
        "# Two\n\nFor the Gibbs law $p_0$ of $E_0$, with $e^{-E_0(s)}$,",
        r"\langle E - E_0\rangle_{p_0} - \langle E - E_0\rangle_{p} \ge 0",
    ),
    "not for all": (
        r"Let $a_i = b_i$ for some $i$.",
        r"\sum_{i=1}^n a_i = \sum_{i=1}^n b_i",
    ),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_holds_of_some_is_not_worked_in(judged: Judge, name: str) -> None:
    said, formula = DOUBTFUL[name]
    found = judged(f"{said}\n\n$$ {formula} $$\n")
    assert found[-1].verdict != "proved", found


@pytest.mark.parametrize("name", ["another law of an energy", "no law", "all indices but one"])
def test_what_is_not_worked_in_keeps_from_refuting(judged: Judge, name: str) -> None:
    said, formula = DOUBTFUL[name]
    assert judged(f"{said}\n\n$$ {formula} $$\n")[-1].verdict != "refuted"


def test_data_are_no_alphabet(judged: Judge) -> None:
    """How many data there are says nothing of the alphabet, and both of one chain is unclear."""
    said = r"Let $x_1,\dots,x_n$ have the empirical distribution $\hat p$."
    found = judged(rf"{said} $$ -\frac1n\sum_{{i=1}}^n\log q(x_i) \ge \log n $$")
    assert found[-1].verdict not in ("proved", "refuted")
    found = judged(r"$$ \sum_{n=1}^N a_n\log p(x_n) = \sum_{n=1}^N \log p(x_n) $$")
    assert found[-1].verdict == "unread"


@pytest.mark.parametrize("law", [r"\hat p", "r"])
def test_another_law_may_be_the_one_of_the_data(judged: Judge, law: str) -> None:
    shown = rf"\frac1n\sum_{{i=1}}^n\log q(x_i) = \sum_x {law}(x)\log q(x)"
    assert judged(rf"$$ {shown} $$")[-1].verdict == "undecided"


def test_an_enumerated_alphabet_stays_one(judged: Judge) -> None:
    found = judged(r"$$ H(X) = -\sum_{i=1}^n p(x_i)\log p(x_i) $$")
    assert found[-1].verdict == "proved"


def test_a_product_of_laws_of_parts_is_not_said_for_all_points(judged: Judge) -> None:
    """That q(z) = q_1(z_1) q_2(z_2) for all three would make all of them constant."""
    said = r"Let $q(z) = q_1(z_1) q_2(z_2)$."
    assert judged(rf"{said} $$ H(q) = \log |\mathcal Z| $$")[-1].verdict != "proved"


DROPPED = {
    "weights that do not sum to 1": (
        r"Let $w_i \ge 0$ and let $x_i > 0$.",
        r"\sum_{i=1}^n w_i\log x_i \le \log\sum_{i=1}^n w_i x_i",
    ),
    "weights of any sign": (
        r"Let $\sum_{i=1}^n w_i = 1$ and let $x_i > 0$.",
        r"\sum_{i=1}^n w_i\log x_i \le \log\sum_{i=1}^n w_i x_i",
    ),
    "numbers of which nothing is said": ("", r"\sum_{j=1}^n a_j = \sum_{j=1}^n b_j^2"),
    "responsibilities that do not sum to 1": (
        r"Let $\gamma_{nk} > 0$.",
        r"\sum_{n=1}^N\sum_{k=1}^K \gamma_{nk} = N",
    ),
}


@pytest.mark.parametrize("name", DROPPED)
def test_without_what_is_said_nothing_is_proved(judged: Judge, name: str) -> None:
    said, formula = DROPPED[name]
    assert judged(f"{said}\n\n$$ {formula} $$\n")[-1].verdict != "proved"


def test_an_expectation_stays_one(judged: Judge) -> None:
    said = r"Let $x$ have the density $p(x)=\mathcal{N}(x;\mu,\sigma^2)$."
    assert judged(rf"{said} $$ E(x) = \mu $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ E(x) = \sigma $$")[-1].verdict == "refuted"


def test_every_entropy_has_a_law(judged: Judge) -> None:
    """Laws without variables would have the entropy 0."""
    after = r"$$ H(\lambda p+(1-\lambda) q)\ge \lambda H(p)+(1-\lambda) H(q). $$"
    found = judged(rf"$$ H(p_1) \le H(p) + H(p_1) $$ {after}")
    assert found[0].verdict == "proved"


def test_two_meanings_in_one_place_are_none(judged: Judge) -> None:
    """Of a name that is said to be two things nothing is concluded."""
    said = r"With $a_i = b_i^2$ we have $$ a_i = b_i^3 $$ and"
    found = judged(rf"{said} $$ \sum_{{i=1}}^n a_i = \sum_{{i=1}}^n b_i^3 $$")
    assert found[-1].verdict != "proved"


def test_numbers_defined_under_another_heading_are_not_refuted(judged: Judge) -> None:
    claim = r"$$ \sum_{i=1}^n a_i = \sum_{i=1}^n b_i^2 $$"
    for said in (
        r"Let $a_i = b_i^2$.",
        r"$$ a_i = b_i^2 $$",
        r"Put $$ a_i = b_i^2, \quad i > 1. $$",
    ):
        found = judged(f"# One\n\n{said}\n\n# Two\n\n{claim}")
        assert found[-1].verdict not in ("proved", "refuted")
    assert judged(f"# One\n\nLet $c_i = b_i^2$.\n\n# Two\n\n{claim}")[-1].verdict == "refuted"


def test_what_holds_at_an_optimum_is_not_what_a_law_is(judged: Judge) -> None:
    said = r"The maximum is at $$ q_i = \frac{w_i}{\sum_{j=1}^K w_j}. $$ For every $q$"
    found = judged(rf"{said} $$ \sum_{{i=1}}^K q_i\log q_i = \sum_{{i=1}}^K q_i\log w_i $$")
    assert found[-1].verdict != "proved"


def test_numbers_that_are_normal_densities_are_not_refuted(judged: Judge) -> None:
    said = r"$$ \gamma_{nk} = p(z_n = k|x_n) = \frac{a_k\mathcal{N}(x_n|\mu_k,\Sigma_k)}{c} $$"
    claim = r"so that $\sum_{k=1}^K \gamma_{nk} = 1$, where $\sum_{n=1}^N \gamma_{nk} = N_k$."
    assert "refuted" not in [step.verdict for step in judged(f"{said}\n\n{claim}")]

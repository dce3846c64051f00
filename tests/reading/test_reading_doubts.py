"""What the text assumes, defines or restricts is not refuted; what it claims is."""

from __future__ import annotations

import pytest
from reading_documents import steps, verdict

from symkl.reading.article import read
from symkl.reading.document import Document

ADDITIVE = "$$ H(X,Y) = H(X) + H(Y) $$"
ZERO = r"$$ D_{KL}(P\|Q) = D_{KL}(Q\|P) $$"
# A text with one step that is false in general, and the same claim made outright.
GUARDED: tuple[tuple[str, str], ...] = (
    (f"If $X$ and $Y$ are independent, then {ADDITIVE}", f"For all $X$, $Y$ {ADDITIVE}"),
    (f"Assume that $X$ and $Y$ are independent.\n\nText.\n\n{ADDITIVE}", f"Text.\n\n{ADDITIVE}"),
    ("$$ H(X,Y) = H(X) + H(Y) \\quad\\text{if } X \\perp Y $$", ADDITIVE),
    ("$$ H(X,Y) = H(X) + H(Y) \\quad \\text{(by independence)} $$", ADDITIVE),
    (f"{ADDITIVE} when the variables are independent.", f"{ADDITIVE} so it is."),
    (f"Suppose $P = Q$. Then {ZERO}", f"Then {ZERO}"),
    (f"Wenn $P = Q$ ist, gilt {ZERO}", f"Es gilt {ZERO}"),
    (f"设 $P = Q$, 则 {ZERO}", f"则 {ZERO}"),
    (
        "$$ \\log p(x) = \\log q(x) + C $$",
        "$$ \\log p(x) + C = \\log q(x) + C $$ with $q(x) \\ge \\log p(x)$",
    ),
    ("$$ q(x) = e^{f(x)} p(x)^2 $$", "$$ \\sum_x q(x) = \\sum_x e^{f(x)} p(x)^2 $$"),
    ("$$ H(X) = \\log 2 $$", "$$ H(X) = \\log|\\mathcal{X}| $$"),
    (f"With $P = Q$ we get {ZERO}", f"With $P = Q$ it is simple. In general, we get {ZERO}"),
    (f"Erster Fall: $P = Q$, also {ZERO}", f"Also {ZERO}"),
    ("$$ H(X) \\le C $$", "$$ H(X) \\le H(X|Y) $$"),
    ("$$ H(X|Y) \\le H(X|\\hat{X}) $$", "$$ H(X|Y) \\le H(X|Z) $$"),
    (
        "Let $m = \\sqrt{pq}/Z$. $$ D(p\\|m) = D(q\\|m) $$",
        "Let $m$ be a pmf. $$ D(p\\|m) = D(q\\|m) $$",
    ),
)


def verdicts(text: str) -> list[str]:
    return [verdict(step) for step in steps(Document("a.md", text))]


@pytest.mark.parametrize(("guarded", "claimed"), GUARDED)
def test_a_hypothesis_in_the_text_keeps_a_step_from_being_refuted(
    guarded: str, claimed: str
) -> None:
    assert verdicts(guarded)[0] != "refuted"
    assert verdicts(claimed)[0] == "refuted"


def test_hypotheses_hold_for_their_section_only() -> None:
    text = f"# One\nAssume that $X$, $Y$ are independent.\n\n{ADDITIVE}\n\n# %s\n{ADDITIVE}"
    assert verdicts(text % "Two") == ["proved", "undecided"]  # it may be meant there as well
    assert verdicts(text % "Without independence") == ["proved", "refuted"]
    assert verdicts(text.replace("Assume that", "If") % "Two")[1] == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "Suppose $$ p(x,y) = p(x)p(y) $$",
        "for all $a > 0$",
        "where $0 < a < 1$",
        "The case $k = 1$ is simple, with $P = Q$.",
        "Let $Z = X + Y$.",
    ],
)
def test_conditions_are_no_claims(text: str) -> None:
    assert verdicts(text) == []


def test_a_markov_chain_is_a_hypothesis_that_is_used() -> None:
    claim = "$$ I(X;Z) \\le I(X;Y) $$"
    assert verdicts(f"Let $X \\to Y \\to Z$ be a Markov chain. Then\n{claim}") == ["proved"]
    assert verdicts(f"Let $Y \\to X \\to Z$ be a Markov chain. Then\n{claim}") == ["refuted"]
    assert verdicts(claim) == ["refuted"]


def test_a_display_that_cannot_be_laid_out_is_counted_as_unread() -> None:
    result = read(Document("a.md", "$$ \\left( x = 1 $$")).result
    assert [found.code for found in result.diagnoses] == ["SK301"]


COMMUTE = "$$ AB = BA $$"
SCALED = r"$$ \det(2A) = 2\det(A) $$"


@pytest.mark.parametrize(
    ("kind", "claim", "expected"),
    [
        ("commuting matrices", COMMUTE, "undecided"),
        ("Hermitian matrices", COMMUTE, "undecided"),
        ("invertible matrices", COMMUTE, "refuted"),
        (r"nilpotent $k\times k$ matrices", r"$$ \operatorname{tr}(A) = 0 $$", "undecided"),
        ("singular matrices", r"$$ \det(A) = 0 $$", "undecided"),
        ("negative definite matrices", r"$$ \operatorname{tr}(A) \le 0 $$", "undecided"),
        (r"symmetric positive definite $k\times k$ matrices", SCALED, "refuted"),
    ],
)
def test_matrices_of_an_unread_kind_neither_commute_nor_refute(
    kind: str, claim: str, expected: str
) -> None:
    assert verdicts(f"Let $A$ and $B$ be {kind}. {claim}") == [expected]


FUNCTION = "$$ H(X,Y) = H(X) $$"
SINGULAR = r"$$ \det(A) = 0 $$"


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("Let $Y$ be a copy of $X$.", FUNCTION),
        ("Let $Y$ be a degenerate random variable.", FUNCTION),
        ("Let $Y$ be a constant random variable.", FUNCTION),
        ("$X$ and $Y$ have the same distribution.", "$$ H(X) = H(Y) $$"),
        ("The channel is noiseless.", "$$ I(X;Y) = H(X) $$"),
        ("Consider a noiseless channel with input $X$ and output $Y$.", "$$ I(X;Y) = H(X) $$"),
        ("Let $P$ and $Q$ be distributions with the same support.", ZERO),
        ("Let $A$ be a matrix. Here $A$ is singular.", SINGULAR),
        (r"Let $A$ be a $k \times k$ matrix. It is singular.", SINGULAR),
        ("Seien $X$ und $Y$ identisch verteilt.", "$$ H(X) = H(Y) $$"),
        ("设 $X$ 唯一确定 $Y$.", FUNCTION),
        (
            r"Let $p$ be a density with mean $\mu$, and $g = \mathcal{N}(\mu, \Sigma)$.",
            r"$$ \int p(x) \log g(x)\,dx = \int g(x) \log g(x)\,dx $$",
        ),
        ("Let $X$ and $Y$ be independent.", r"$$ D(q(x,y)\|r(x,y)) = D(q(x)\|r(x)) $$"),
    ],
)
def test_a_word_that_is_not_known_to_be_harmless_keeps_a_step_from_being_refuted(
    said: str, claim: str
) -> None:
    assert verdicts(f"{said} {claim}")[-1] == "undecided"
    assert verdicts(claim)[-1] == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        "Let $X$ and $Y$ be discrete random variables with joint distribution $p(x,y)$.",
        "Here $X$ and $Y$ are the input and the output.",
        "The posterior is intractable.",
        "We have i.i.d. data $z_1, \\dots, z_N$.",
        "Let $X \\to Y \\to \\hat{X}$ be a Markov chain.",
        "Let $X$ be a random variable taking values in a finite set.",
        "The average posterior is intractable.",
        "$X$ and $Y$ have full support.",
        "Let $X$ and $Y$ be random variables with finite second moments.",
        "We can only sample from the proposal $q$.",
    ],
)
def test_what_restricts_nothing_leaves_a_false_step_refuted(said: str) -> None:
    claim = "$$ H(X,Y) = H(X) + H(X|Y) $$" if "i.i.d" not in said else "$$ H(X) = 2 H(X) $$"
    assert verdicts(f"{said} {claim}")[-1] == "refuted"


def test_a_factorisation_is_a_hypothesis_and_no_claim() -> None:
    text = "With $p(x,y,z) = p(z|x)p(x,y)$ we have $$ I(Y;Z|X) = 0 $$ and $$ I(X;Z|Y) \\le 0 $$"
    assert verdicts(text) == ["proved", "refuted"]
    both = "If $p(x,y)=p(x)p(y)$ and $q(x,y)=q(x)q(y)$ then "
    claim = r"$$ D(p(x,y)\|q(x,y)) = D(p(x)\|q(x)) + D(p(y)\|q(y)) $$"
    assert verdicts(both + claim) == ["proved"]
    assert verdicts(f"Let $X$ and $Y$ be independent. {claim}") == ["undecided"]
    assert verdicts("$$ p(x,y) = p(x) p(x|y) $$") == ["refuted"]


def test_capitals_of_an_unknown_kind_are_not_taken_for_numbers() -> None:
    assert verdicts(COMMUTE) == ["unread"]
    assert verdicts("$$ (A+B)(A-B) = A^2 - B^2 $$") == ["unread"]
    assert verdicts(f"Let $A$ and $B$ be numbers. {COMMUTE}") == ["proved"]


@pytest.mark.parametrize(
    "said",
    [
        "Let $Y$ be such that it is determined by $X$.",
        "Without noise,",
        "In the noiseless case",
        "At the optimum,",
        "After convergence",
        "In the limit of small $s$,",
        "The map $X \\mapsto Y$ is injective, hence",
        "Each $x$ occurs exactly once.",
        "Let $X$ and $Y$ be variables that coincide.",
        "Soit $Y$ une fonction de $X$.",
        "设 $Y$ 由 $X$ 决定。",
    ],
)
def test_openings_and_clauses_may_restrict(said: str) -> None:
    assert verdicts(f"{said} $$ H(Y|X) \\le 0 $$") == ["undecided"]


@pytest.mark.parametrize(
    "said",
    [
        "In this section we look at",
        "After some algebra,",
        "With the definition of conditional entropy",
        "Using the chain rule and rearranging gives",
        "For any two random variables $X$ and $Y$,",
        "A common mistake is to write",
    ],
)
def test_usual_openings_restrict_nothing(said: str) -> None:
    assert verdicts(f"{said} $$ H(Y|X) \\le 0 $$") == ["refuted"]


@pytest.mark.parametrize(
    "text",
    [
        "Suppose that $$ p(x,y) = p(x) p(y). $$",
        r"$$ p(y) = \mathcal{N}(y; \mu, \Sigma) $$",
        "$$ P = p(x) p(y) $$",
        "$$ A \\ll B $$",
        r"$$ p(x) \propto q(x) $$",
        r"The form satisfies $$ x^T A x = x^T A^T x $$",
        "Let $X$ be a constant random variable. $$ H(X) = 0 $$",
        r"Let $A$ be a unitary matrix. $$ \det(A)^2 = 1 $$",
        "$$ AB = BA $$",
    ],
)
def test_no_display_vanishes(text: str) -> None:
    found = read(Document("a.md", text))
    told = [said.code for said in found.result.diagnoses]
    assert found.derivations or "SK503" in told


def test_one_law_with_and_without_its_parameter_refutes_nothing() -> None:
    bound = r"$$ \log p(x) \ge \int q(z) \log p_\theta(x|z)\,dz - D_{KL}(q(z)\|p(z)) $$"
    assert verdicts(bound) == ["undecided"]
    assert verdicts(r"$$ D_{KL}(p\|p_\theta) = D_{KL}(p_\theta\|p) $$") == ["refuted"]


JOINT = "Let $X$ and $Y$ be random variables with joint pmf $p(x,y)$. "
PRODUCT = "$$ p(x,y) = p(x) p(y) $$"


@pytest.mark.parametrize(
    ("before", "formula", "expected"),
    [
        ("Then", PRODUCT, ["refuted"]),
        ("", "$$ p(x,y) = p(x) p(y) \\quad \\text{(chain rule)} $$", ["refuted"]),
        ("Then the joint law factorises as", PRODUCT, ["undecided"]),
        ("Noise is added independently. Hence", PRODUCT, ["undecided"]),
        ("We make the mean-field approximation. Then", PRODUCT, ["undecided"]),
        ("Suppose $X$ and $Y$ are independent. Then", PRODUCT, ["proved"]),
        ("", PRODUCT, []),
        ("", "$$ p(x,y) = p(x) p(y) \\quad \\text{(independence)} $$", []),
        ("", "$$ \\sum_x p(y|x) = 1 $$", ["refuted"]),
        ("", "$$ \\sum_y p(y|x) = 1 $$", ["proved"]),
        ("", "$$ \\sum_x p(x)^2 = 1 $$", ["undecided"]),
    ],
)
def test_a_factorisation_that_is_concluded_is_judged(
    before: str, formula: str, expected: list[str]
) -> None:
    assert verdicts(f"{JOINT}{before}\n\n{formula}") == expected


def test_a_factorisation_that_is_taken_as_an_assumption_is_told() -> None:
    found = read(Document("a.md", f"{JOINT}\n\n{PRODUCT}"))
    assert [diagnosis.code for diagnosis in found.result.diagnoses] == ["SK503"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Let $X$ be a random variable.", "proved"),  # discrete, where nothing else is said
        ("Let $X$ be a discrete random variable.", "proved"),
        ("Let $X$ be a continuous random variable.", "refuted"),
        ("Let $X$ be a continuous random vector with density $p$.", "refuted"),
        ("The random variables $X$ and $Y$ are continuous.", "refuted"),
        ("设 $X$ 为连续随机变量。", "refuted"),
    ],
)
def test_entropies_of_continuous_variables_may_be_negative(said: str, expected: str) -> None:
    assert verdicts(f"{said}\n\n$$ H(X) \\ge 0 $$") == [expected]


@pytest.mark.parametrize("law", ["a probability density", "a continuous distribution", "a pdf"])
def test_so_may_those_of_densities(law: str) -> None:
    assert verdicts(f"Let $p$ be {law}.\n\n$$ H(p) \\ge 0 $$") == ["refuted"]
    assert verdicts(f"Let $p$ be {law}.\n\n$$ -\\sum_x p(x) \\log p(x) \\ge 0 $$") == ["proved"]


def test_a_small_h_is_the_entropy_of_a_density() -> None:
    assert verdicts("$$ h(X) \\ge 0 $$") == ["refuted"]
    assert verdicts("$$ h(X) = -\\sum_x p(x) \\log p(x) \\ge 0 $$") == ["proved", "proved"]
    assert verdicts("Let $X$ be a discrete random variable.\n\n$$ h(X) \\ge 0 $$") == ["proved"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("covariance matrix", "proved"),
        ("precision matrix", "proved"),
        ("symmetric matrix", "proved"),
        ("cross-covariance matrix", "undecided"),
        ("matrix", "refuted"),
    ],
)
def test_covariances_are_symmetric(kind: str, expected: str) -> None:
    text = f"Let $S$ be a {kind}.\n\n$$ S^\\top = S $$"
    assert verdicts(text) == [expected]


@pytest.mark.parametrize(
    "said",
    [
        "Let $P$ be a pmf that may vanish at some points.",
        "Let $P$ be a distribution whose support may be smaller than that of $Q$.",
        "设 $P$ 为概率分布，可能为零。",
    ],
)
def test_a_law_that_may_vanish_is_not_positive(said: str) -> None:
    assert verdicts("Let $P$ be a pmf.\n\n$$ P(x) > 0 $$") == ["proved"]
    assert verdicts(f"{said}\n\n$$ P(x) > 0 $$") in (["undecided"], ["refuted"])
    assert verdicts(f"{said}\n\n$$ \\sum_x P(x) \\frac{{Q(x)}}{{P(x)}} = 1 $$") != ["proved"]


def test_a_unit_vector_is_a_special_one() -> None:
    assert verdicts("Let $u$ be a unit vector.\n\n$$ u^\\top u = 1 $$") == ["undecided"]
    assert verdicts("Let $u$ be a vector.\n\n$$ u^\\top u = 1 $$")[0] != "proved"


def test_a_conditional_divergence_within_another_mean_has_two_readings() -> None:
    inner = r"D(p(y|x)\|p(y))"
    assert verdicts(f"$$ I(X;Y) = \\mathbb{{E}}_{{p(x)}}[{inner}] $$") == ["proved"]
    assert verdicts(f"$$ I(X;Y) = \\mathbb{{E}}_{{p(y)}}[{inner}] $$") == ["unread"]


def test_a_name_that_is_not_understood_puts_only_its_own_steps_in_doubt() -> None:
    text = (
        r"Let $P$, $Q$ be pmfs and $\ell = \log\frac{P}{Q}$. "
        r"$$ E_P[\ell(X)] = \sum_x P(x)\log\frac{P(x)}{Q(x)} = D(Q\|P) $$"
    )
    assert verdicts(text)[-2:] == ["undecided", "refuted"]


@pytest.mark.parametrize("name", ["S", "D", "K"])
def test_a_lone_letter_that_an_equation_introduces_is_no_notion(name: str) -> None:
    kinds = "Let $P$ and $R$ be symmetric positive definite $n \\times n$ matrices."
    text = f"{kinds} The sum is ${name} = P + R$. $$ \\operatorname{{tr}}({name}) = 0 $$"
    assert verdicts(text) == ["definition", "refuted"]


PERPLEXITY = r"$$ \exp\left(-\sum_x p(x)\log q(x)\right) \le \exp(H(p)) $$"


def test_what_a_quantity_satisfies_is_claimed() -> None:
    kinds = r"Let $p$ and $q$ be pmfs on $\mathcal{X}$. "
    behind = r" Then $$ D(p\|q) \le 0. $$"
    assert verdicts(f"{kinds}Perplexity satisfies {PERPLEXITY}{behind}") == ["refuted", "refuted"]
    assert "refuted" not in verdicts(f"{kinds}The pmfs satisfy {PERPLEXITY}{behind}")


MIXED = r"D(\lambda p + (1-\lambda) q\|r)"


def test_weights_of_a_mixture_are_numbers_between_their_bounds() -> None:
    kinds = r"Let $p$, $q$ and $r$ be pmfs on $\mathcal{X}$"
    bounds = r" and let $0 \le \lambda \le 1$"
    parts = r"\lambda D(p\|r) + (1-\lambda) D(q\|r)"
    assert verdicts(f"{kinds}{bounds}. $$ {MIXED} \\le {parts} $$")[-1:] == ["proved"]
    assert "proved" not in verdicts(f"{kinds}{bounds}. $$ {MIXED} \\ge {parts} $$")
    assert verdicts(f"{kinds}. $$ {MIXED} \\le {parts} $$")[-1:] == ["undecided"]


REVERSED = r"$$ (AB)^\top = BA $$"
KEPT = r"$$ (AB)^\top = AB $$"


@pytest.mark.parametrize(
    "said",
    [
        "If $A$ and $B$ are symmetric matrices, then",
        r"If $A$ and $B$ are symmetric $n\times n$ matrices then",
        r"Let $A$ be symmetric. If $B$ is another symmetric $n\times n$ matrix then",
        "When $A$ and $B$ are both symmetric,",
        "If $A$ and $B$ are two symmetric positive definite matrices, we have",
    ],
)
def test_a_condition_that_says_of_what_kind_names_are_is_read(said: str) -> None:
    assert verdicts(f"{said} {REVERSED}") == ["proved"]
    assert verdicts(f"{said} {KEPT}") == ["refuted"]


@pytest.mark.parametrize(
    "said",
    [
        "If $A$ is symmetric and so is $B$, then",
        "If $A$ is symmetric and $B$ is also symmetric, then",
        "Let $A$ be symmetric. If $B$ is also symmetric, then",
        "Wenn $A$ und $B$ symmetrisch sind, dann",
    ],
)
def test_a_condition_of_which_a_part_is_not_read_refutes_nothing(said: str) -> None:
    assert verdicts(f"{said} {REVERSED}") == ["undecided"]
    assert verdicts(f"{said} {KEPT}") == ["undecided"]


def test_a_condition_of_which_a_part_is_read_may_prove() -> None:
    said = "If a matrix $A$ is symmetric and $B$ is symmetric, then"
    assert verdicts(f"{said} {REVERSED}") == ["proved"]
    assert verdicts(f"{said} {KEPT}") == ["undecided"]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("If $X$ and $Y$ are discrete random variables, then", r"$$ H(X,Y) \ge H(X) + H(Y) $$"),
        ("若 $X$ 和 $Y$ 为离散随机变量, 则", r"$$ H(X,Y) \ge H(X) + H(Y) $$"),
        (r"If $p$ and $q$ are pmfs on $\mathcal{X}$, then", r"$$ D(p\|q) = D(q\|p) $$"),
    ],
)
def test_kinds_of_laws_and_variables_restrict_nothing(said: str, claim: str) -> None:
    assert verdicts(f"{said} {claim}") == ["refuted"]


def test_an_equation_for_the_values_of_a_law_says_what_it_is_read_or_not() -> None:
    text = (
        r"Let $z_1, \dots, z_K$ be real and define $p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}$. "
        r"$$ H(p) = -\sum_{k=1}^K p_k \log p_k"
        r" = -\sum_{k=1}^K p_k z_k + \log\sum_{j=1}^K e^{z_j} $$"
    )
    assert "refuted" not in verdicts(text)


CANCELLED = r"$$ \sum_x P(x) \frac{Q(x)}{P(x)} = 1 $$"


@pytest.mark.parametrize(
    "said",
    [
        r"Let $P$ and $Q$ be pmfs on $\mathcal{X}$ that are not necessarily positive.",
        "Let $P$ and $Q$ be probability mass functions. $P(x)$ may vanish for some $x$.",
        "Let $P$, $Q$ be pmfs; we do not assume that $P$ has full support.",
        "Let $P$, $Q$ be pmfs, where $P(x)$ can be $0$.",
        "Let $P$ and $Q$ be pmfs that need not be strictly positive.",
        r"设 $P$ 和 $Q$ 为 $\mathcal{X}$ 上的概率分布, $P$ 可以取零.",
        r"设 $P$ 和 $Q$ 为概率分布, 不要求处处为正.",
    ],
)
def test_laws_that_are_said_to_vanish_are_not_taken_to_be_positive(said: str) -> None:
    assert verdicts(f"{said} {CANCELLED}")[-1] not in ("proved", "supported")
    assert verdicts(f"{said} $$ \\sum_x P(x) = 1 $$")[-1] == "proved"


def test_laws_of_which_nothing_is_said_are_positive() -> None:
    assert verdicts(f"Let $P$ and $Q$ be pmfs. {CANCELLED}") == ["proved"]
    assert verdicts(f"Let $P$ and $Q$ be strictly positive pmfs. {CANCELLED}") == ["proved"]


@pytest.mark.parametrize(
    "said",
    [
        r"Let $\Sigma$ be a covariance matrix, which may be singular.",
        r"Let $\Sigma$ be a covariance matrix that is not necessarily invertible.",
        r"设 $\Sigma$ 为协方差矩阵, 可能奇异.",
    ],
)
def test_a_covariance_that_is_said_to_be_singular_is_semidefinite(said: str) -> None:
    assert verdicts(rf"{said} $$ \det(\Sigma) > 0 $$")[-1] in ("refuted", "undecided")
    assert verdicts(rf"{said} $$ x^\top \Sigma x \ge 0 $$")[-1] == "proved"

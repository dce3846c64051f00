"""The reasons an author may cite, one entry each; a new reason is one entry here and a test row.

Sources: CT = Cover and Thomas, Elements of Information Theory (2nd ed.); PP = Petersen and
Pedersen, The Matrix Cookbook.
"""

from __future__ import annotations

from symkl.kernel.convexity import CONVEXITY
from symkl.rules.reason import Reason

LOGS = frozenset({"log_of_product", "log_of_reciprocal"})
NORMALISE = frozenset({"normalisation"})
MARGINALISE = frozenset({"marginalisation", "normalisation"})
CHAIN = frozenset({"conditional"})
TRACE = frozenset({"cyclic_trace", "scalar_trace"})
MOMENTS = frozenset({"moments", "normalisation"})


def _defines(notion: str, *laws: str) -> frozenset[str]:
    """The law of a definition; its two usual forms differ by log(1/t) = -log t."""
    return frozenset({f"definition_{notion}", "log_of_reciprocal", *laws})


KL_DEFINITION = _defines("kl")
ENTROPY_DEFINITION = _defines("entropy", "conditional")
CROSS_ENTROPY_DEFINITION = _defines("cross_entropy")
INFORMATION_DEFINITION = _defines("mutual_information", "definition_kl", "conditional")
DENSITY_DEFINITION = _defines("density", "log_of_product")
DEFINITIONS = KL_DEFINITION | ENTROPY_DEFINITION | CROSS_ENTROPY_DEFINITION | INFORMATION_DEFINITION
# An inequality is cited up to writing out what is compared: logarithms, definitions, marginals.
COMPARING = DEFINITIONS | LOGS | MARGINALISE | CHAIN | frozenset({"size_of_space"})

JENSEN = frozenset(fact.name for fact in CONVEXITY if fact.name.startswith(("jensen", "convex_")))

CATALOGUE: tuple[Reason, ...] = (
    Reason(
        "algebra",
        "ring laws: collect, expand, cancel, commute",
        inference="a (b + c) = a b + a c",
        source="ring laws",
    ),
    Reason(
        "linearity",
        "a sum, an expectation or a trace of a linear combination is that of the parts",
        conditions=("each part is summable or integrable",),
        inference="sum (a f + b g) = a sum f + b sum g",
        source="CT 2.1",
    ),
    Reason(
        "factoring out",
        "what does not depend on the summed point leaves the sum or the expectation",
        inference="sum_x c f(x) = c sum_x f(x)",
        source="ring laws",
    ),
    Reason(
        "swapping sums",
        "finite sums may be taken in either order",
        inference="sum_x sum_y f = sum_y sum_x f",
        source="ring laws",
    ),
    Reason(
        "renaming",
        "a bound point may have any name",
        inference="sum_x f(x) = sum_y f(y)",
        source="ring laws",
    ),
    Reason(
        "expectation and trace commute",
        "both are linear and finite sums",
        inference="E tr A = tr E A",
        source="PP 8.2",
    ),
    Reason(
        "log of a product",
        "log(ab) = log a + log b, log(a/b) = log a - log b, log a^t = t log a",
        LOGS,
        conditions=("a > 0", "b > 0"),
        inference="log(a/b) = log a - log b",
        source="laws of logarithms",
    ),
    Reason(
        "log of a reciprocal",
        "log(1/a) = -log a",
        frozenset({"log_of_reciprocal"}),
        conditions=("a > 0",),
        inference="log(1/a) = -log a",
        source="laws of logarithms",
    ),
    Reason(
        "definition",
        "a notion written out as what it is defined to be",
        DEFINITIONS | DENSITY_DEFINITION,
        inference="D(P||Q), H, I, E and normal densities as their sums",
        source="CT 2, CT 8",
        is_vague=True,
        core=(DEFINITIONS | DENSITY_DEFINITION) - LOGS,
    ),
    Reason(
        "definition of KL",
        "D(P||Q) = sum P log(P/Q)",
        KL_DEFINITION,
        source="CT 2.3",
        inference="D(P||Q) = sum P log(P/Q)",
        core=KL_DEFINITION - LOGS,
    ),
    Reason(
        "definition of H",
        "H(X) = -sum p log p; H(Y|X) = sum p(x) H(Y|X=x); H(P,Q) = -sum P log Q for two pmfs",
        ENTROPY_DEFINITION | CROSS_ENTROPY_DEFINITION,
        source="CT 2.1, 2.2",
        inference="H(P) = -sum P log P",
        core=(ENTROPY_DEFINITION | CROSS_ENTROPY_DEFINITION) - LOGS,
    ),
    Reason(
        "definition of CrossEntropy",
        "H(P,Q) = -sum P log Q",
        CROSS_ENTROPY_DEFINITION,
        source="CT 5.4",
        inference="H(P,Q) = -sum P log Q",
        core=CROSS_ENTROPY_DEFINITION - LOGS,
    ),
    Reason(
        "definition of I",
        "I(X;Y) = D(p(x,y) || p(x) p(y))",
        INFORMATION_DEFINITION,
        source="CT 2.3",
        inference="I(X;Y) = sum p(x,y) log(p(x,y) / (p(x) p(y)))",
        core=INFORMATION_DEFINITION - LOGS,
    ),
    Reason(
        "definition of E",
        "E f = sum p f (or the integral of p f)",
        inference="E f = sum p f",
        source="CT 2.1",
    ),
    Reason(
        "definition of the normal density",
        "log p(x) = -k/2 log 2 pi - 1/2 log |S| - 1/2 (x - m)^T S^-1 (x - m)",
        DENSITY_DEFINITION,
        conditions=("S symmetric positive definite",),
        inference="log p(x) = -k/2 log 2 pi - 1/2 log |S| - ...",
        source="CT 8.4",
        core=DENSITY_DEFINITION - LOGS,
    ),
    Reason(
        "density of a family",
        "the logarithm of a density or pmf of a named family, written out on its support",
        DENSITY_DEFINITION | LOGS,
        conditions=("where the density is positive",),
        inference="log p(x) = log lambda - lambda x for an exponential density p",
        source="Johnson, Kotz, Balakrishnan",
    ),
    Reason(
        "means of statistics",
        "what a named family is known to have as means of x, log x and the like",
        MOMENTS | frozenset({"recurrence"}),
        conditions=("the mean exists for all parameters",),
        inference="E[x] = 1/lambda, E[log x] = psi(a) - log b, ...",
        source="Johnson, Kotz, Balakrishnan",
    ),
    Reason(
        "recurrence",
        "Gamma(t + 1) = t Gamma(t) and psi(t + 1) = psi(t) + 1/t",
        frozenset({"recurrence"}),
        conditions=("t > 0",),
        inference="psi(t + 1) = psi(t) + 1/t",
        source="DLMF 5.5",
    ),
    Reason(
        "definition of conditional probability",
        "p(y|x) = p(x,y) / p(x)",
        CHAIN,
        conditions=("p(x) > 0",),
        inference="p(x,y) = p(x) p(y|x)",
        source="CT 2.1",
        core=CHAIN,
    ),
    Reason(
        "marginalisation",
        "sum_x p(x,y) = p(y)",
        MARGINALISE,
        inference="sum_x p(x,y) = p(y)",
        source="CT 2.1",
    ),
    Reason(
        "law of total expectation",
        "E f = sum p(x) E[f|x]",
        MARGINALISE | CHAIN,
        conditions=("p(x) > 0",),
        inference="sum_x p(x) sum_y p(y|x) f = sum_x,y p(x,y) f",
        source="CT 2.1",
    ),
    Reason(
        "normalisation",
        "a pmf sums to 1, a density integrates to 1",
        NORMALISE,
        inference="sum_x P(x) = 1",
        source="CT 2.1",
    ),
    Reason(
        "log of one",
        "log 1 = 0",
        NORMALISE,
        inference="log 1 = 0",
        source="laws of logarithms",
    ),
    Reason(
        "independence",
        "p(x,y) = p(x) p(y) for independent X and Y",
        frozenset({"independence"}) | MARGINALISE | CHAIN,
        conditions=("X and Y independent",),
        inference="p(x,y) = p(x) p(y)",
        source="CT 2.1",
        with_given=ENTROPY_DEFINITION | INFORMATION_DEFINITION | KL_DEFINITION | LOGS,
        core=frozenset({"independence"}),
    ),
    Reason(
        "counting",
        "a sum of ones over a space is its number of elements",
        frozenset({"size_of_space"}),
        inference="sum_x 1 = |X|",
        source="ring laws",
    ),
    Reason(
        "cyclic trace",
        "tr(ABC) = tr(CAB); the trace of a number is the number",
        TRACE,
        inference="tr(AB) = tr(BA)",
        source="PP 1.1",
    ),
    Reason(
        "scalar is its own trace",
        "the trace of a 1 x 1 matrix is its entry",
        frozenset({"scalar_trace"}),
        inference="t = tr(t)",
        source="PP 1.1",
    ),
    Reason(
        "quadratic form as a trace",
        "v^T A v = tr(A v v^T)",
        TRACE,
        inference="v^T A v = tr(A v v^T)",
        source="PP 1.1",
    ),
    Reason(
        "Gaussian moments",
        "E x = m, E x x^T = S + m m^T, and higher ones by Isserlis' theorem",
        MOMENTS,
        conditions=("x normal with mean m and covariance S",),
        source="PP 8.2",
        inference="E (x - m)(x - m)^T = S",
    ),
    Reason(
        "inverse",
        "S S^-1 = S^-1 S = I",
        frozenset({"inverse"}),
        conditions=("S invertible",),
        inference="S S^-1 = I",
        source="PP 1",
    ),
    Reason(
        "trace of the identity",
        "tr I_k = k",
        frozenset({"cyclic_trace", "size_of_space"}),
        inference="tr I_k = k",
        source="PP 1.1",
    ),
    Reason(
        "log det",
        "log |AB| = log |A| + log |B|, log |A^-1| = -log |A|",
        LOGS,
        conditions=("determinants positive",),
        inference="log |AB| = log |A| + log |B|",
        source="PP 1.2",
    ),
    Reason(
        "Jensen",
        "E f(X) >= f(E X) for convex f; with weights w > 0 that sum to 1",
        COMPARING,
        JENSEN,
        conditions=("weights w > 0", "sum w = 1"),
        inference="sum w f(t) >= f(sum w t) for convex f, reversed for concave f such as log",
        source="CT 2.6",
    ),
    Reason(
        "log-sum inequality",
        "sum a log(a/b) >= A log(A/B) with A = sum a, B = sum b",
        COMPARING,
        frozenset({"log_sum", "log_sum_of_2", "log_sum_of_3", "gibbs"}),
        conditions=("a >= 0", "b > 0 where a > 0", "A > 0"),
        inference="sum a log(a/b) >= (sum a) log(sum a / sum b)",
        source="CT 2.7.1",
    ),
    Reason(
        "monotonicity",
        "log and exp are increasing",
        COMPARING,
        frozenset({"log_monotone", "exp_monotone"}),
        conditions=("u - v is a sum of nonnegative products", "v > 0 under a logarithm"),
        inference="u >= v > 0 gives log u >= log v",
        source="laws of logarithms",
    ),
    Reason(
        "Gibbs",
        "sum a log(a/b) >= 0 for pmfs a, b",
        COMPARING,
        frozenset({"gibbs", "information"}),
        conditions=("a and b sum to 1", "b > 0 where a > 0"),
        inference="sum a log(a/b) >= 0",
        source="CT 2.6.3",
    ),
    Reason(
        "log t <= t - 1",
        "log t <= t - 1 for t > 0, with equality at t = 1 only",
        COMPARING,
        frozenset({"log_bound"}),
        conditions=("t > 0",),
        inference="log t <= t - 1",
        source="CT 2.6",
    ),
    Reason(
        "a probability is at most one",
        "0 < p <= 1, hence -log p >= 0",
        COMPARING,
        frozenset(
            {
                "probability_at_most_one",
                "minus_log_probability",
                "complement_log",
                "conditional_entropy",
            }
        ),
        conditions=("p a pmf on a finite space",),
        inference="-log p >= 0",
        source="CT 2.1",
    ),
    Reason(
        "chain rule of entropy",
        "H(X,Y|Z) = H(X|Z) + H(Y|X,Z), I(X,Y;Z) = I(X;Z) + I(Y;Z|X)",
        ENTROPY_DEFINITION | INFORMATION_DEFINITION | LOGS | MARGINALISE | CHAIN,
        inference="H(X,Y) = H(X) + H(Y|X)",
        source="CT 2.5",
        core=CHAIN | frozenset({"marginalisation", "log_of_product"}),
    ),
    Reason(
        "chain rule of KL",
        "D(p(x,y)||q(x,y)) = D(p(x)||q(x)) + sum p(x) D(p(y|x)||q(y|x))",
        KL_DEFINITION | LOGS | MARGINALISE | CHAIN,
        conditions=("finite spaces",),
        inference="D(XY) = D(X) + D(Y|X)",
        source="CT 2.5.3",
        core=CHAIN | frozenset({"marginalisation", "log_of_product"}),
    ),
    Reason(
        "symmetry of information",
        "I(X;Y) = I(Y;X)",
        INFORMATION_DEFINITION,
        inference="I(X;Y) = I(Y;X)",
        source="CT 2.4",
        core=frozenset({"definition_mutual_information"}),
    ),
    Reason(
        "information is nonnegative",
        "I(X;Y|Z) >= 0, hence H(X|Y,Z) <= H(X|Z)",
        COMPARING,
        frozenset({"information"}),
        inference="I(X;Y|Z) >= 0",
        source="CT 2.6",
    ),
    Reason(
        "data processing",
        "I(X;Z) <= I(X;Y) for a Markov chain X - Y - Z",
        COMPARING,
        frozenset({"information"}),
        conditions=("X - Y - Z given",),
        inference="I(X;Z|Y) = 0 gives I(X;Z) <= I(X;Y)",
        source="CT 2.8",
        rests_on_given=True,
    ),
    Reason(
        "Shannon inequalities",
        "H(X|Y) >= 0 and I(X;Y|Z) >= 0, and all that these add up to",
        COMPARING,
        frozenset({"information", "conditional_entropy"}),
        conditions=("finite spaces",),
        source="Yeung 1997, A framework for linear information inequalities",
        inference="sum of weights >= 0 times H(A|B) and I(A;B|C)",
    ),
    Reason(
        "positivity",
        "sums of products of positive (nonnegative) numbers are positive (nonnegative)",
        MARGINALISE,
        frozenset({"positive", "nonnegative"}),
        inference="a > 0, b > 0 give a b > 0",
        source="ring laws",
    ),
    Reason(
        "nonnegativity",
        "what is left out or added is nonnegative: a divergence, information, entropy or square",
        COMPARING,
        frozenset(
            {"positive", "nonnegative", "gibbs", "information", "conditional_entropy", "square"}
            | {"conditional_entropy"}
        ),
        inference="D >= 0, I >= 0, H >= 0 or t^2 >= 0",
        source="CT 2",
        is_vague=True,
    ),
    Reason(
        "squares are nonnegative",
        "t^2 >= 0; v^T S v >= 0 for positive definite S",
        frozenset(),
        frozenset({"square", "quadratic_form"}),
        inference="t^2 >= 0",
        source="PP 9.6",
    ),
    Reason(
        "given",
        "an equation or inequality that the derivation assumes",
        COMPARING,
        rests_on_given=True,
        inference="what is given",
        source="the derivation",
    ),
)

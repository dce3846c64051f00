"""The reasons an author may cite, one entry each; a new reason is one entry here and a test row.

Sources: CT = Cover and Thomas, Elements of Information Theory (2nd ed.); PP = Petersen and
Pedersen, The Matrix Cookbook.
"""

from __future__ import annotations

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

CATALOGUE: tuple[Reason, ...] = (
    Reason(
        "algebra",
        "ring laws: collect, expand, cancel, commute",
        aliases=(
            "arithmetic",
            "rearrange",
            "rearranging",
            "commutativity",
            "expand",
            "simplify",
            "distributivity",
            "collecting terms",
            "expansion of the outer product",
        ),
        inference="a (b + c) = a b + a c",
    ),
    Reason(
        "linearity",
        "a sum, an expectation or a trace of a linear combination is that of the parts",
        aliases=(
            "linearity of expectation",
            "linearity of the sum",
            "linearity of sums",
            "linearity of the trace",
            "linearity of trace",
            "splitting the sum",
        ),
        conditions=("each part is summable or integrable",),
        inference="sum (a f + b g) = a sum f + b sum g",
    ),
    Reason(
        "factoring out",
        "what does not depend on the summed point leaves the sum or the expectation",
        aliases=(
            "factor out",
            "pull out constant",
            "constants leave the expectation",
            "constant out of the expectation",
            "pull out the constant",
        ),
        inference="sum_x c f(x) = c sum_x f(x)",
    ),
    Reason(
        "swapping sums",
        "finite sums may be taken in either order",
        aliases=("swap sums", "exchange sums", "exchange of sums", "fubini", "iterated sums"),
        inference="sum_x sum_y f = sum_y sum_x f",
    ),
    Reason("renaming", "a bound point may have any name", aliases=("rename", "relabelling")),
    Reason(
        "expectation and trace commute",
        "both are linear and finite sums",
        aliases=("trace and expectation commute", "e and tr commute", "e and trace commute"),
        inference="E tr A = tr E A",
    ),
    Reason(
        "log of a product",
        "log(ab) = log a + log b, log(a/b) = log a - log b, log a^t = t log a",
        LOGS,
        aliases=(
            "log of a quotient",
            "log of a power",
            "log of product",
            "log of quotient",
            "log of power",
            "log laws",
            "logarithm laws",
            "logarithm rules",
            "log rules",
            "laws of logarithms",
            "property of logarithms",
            "properties of logarithms",
            "log of a ratio",
            "quotient rule for logarithms",
            "product rule for logarithms",
        ),
        conditions=("a > 0", "b > 0"),
        inference="log(a/b) = log a - log b",
    ),
    Reason(
        "log of a reciprocal",
        "log(1/a) = -log a",
        frozenset({"log_of_reciprocal"}),
        aliases=("log of an inverse", "log of reciprocal"),
        conditions=("a > 0",),
        inference="log(1/a) = -log a",
    ),
    Reason(
        "definition of KL",
        "D(P||Q) = sum P log(P/Q)",
        KL_DEFINITION,
        aliases=(
            "definition of kl divergence",
            "definition of the kl divergence",
            "kl definition",
            "definition of relative entropy",
        ),
        source="CT 2.3",
    ),
    Reason(
        "definition of H",
        "H(X) = -sum p log p; H(Y|X) = sum p(x) H(Y|X=x); H(P,Q) = -sum P log Q for two pmfs",
        ENTROPY_DEFINITION | CROSS_ENTROPY_DEFINITION,
        aliases=(
            "definition of entropy",
            "definition of the entropy",
            "entropy definition",
            "definition of conditional entropy",
        ),
        source="CT 2.1, 2.2",
    ),
    Reason(
        "definition of CrossEntropy",
        "H(P,Q) = -sum P log Q",
        CROSS_ENTROPY_DEFINITION,
        aliases=(
            "definition of cross-entropy",
            "definition of cross entropy",
            "definition of the cross-entropy",
        ),
        source="CT 5.4",
    ),
    Reason(
        "definition of I",
        "I(X;Y) = D(p(x,y) || p(x) p(y))",
        INFORMATION_DEFINITION,
        aliases=("definition of mutual information", "definition of the mutual information"),
        source="CT 2.3",
    ),
    Reason(
        "definition of E",
        "E f = sum p f (or the integral of p f)",
        aliases=("definition of expectation", "definition of the expectation"),
    ),
    Reason(
        "definition of the normal density",
        "log p(x) = -k/2 log 2 pi - 1/2 log |S| - 1/2 (x - m)^T S^-1 (x - m)",
        DENSITY_DEFINITION,
        aliases=(
            "definition of Gaussian",
            "definition of the gaussian density",
            "normal density",
            "gaussian density",
            "log of the density",
            "log-density",
            "log density",
            "definition of log_density",
        ),
        conditions=("S symmetric positive definite",),
    ),
    Reason(
        "definition of conditional probability",
        "p(y|x) = p(x,y) / p(x)",
        CHAIN,
        aliases=(
            "chain rule of probability",
            "product rule",
            "product rule of probability",
            "bayes",
            "bayes rule",
            "chain rule",
            "definition of the conditional",
        ),
        conditions=("p(x) > 0",),
        inference="p(x,y) = p(x) p(y|x)",
        source="CT 2.1",
    ),
    Reason(
        "marginalisation",
        "sum_x p(x,y) = p(y)",
        MARGINALISE,
        aliases=(
            "marginalization",
            "marginalise",
            "marginalize",
            "marginal",
            "definition of the marginal",
            "summing out",
            "law of total probability",
        ),
        inference="sum_x p(x,y) = p(y)",
    ),
    Reason(
        "normalisation",
        "a pmf sums to 1, a density integrates to 1",
        NORMALISE,
        aliases=(
            "normalization",
            "sums to 1",
            "sums to one",
            "probabilities sum to 1",
            "probabilities sum to one",
            "expectation of a constant",
            "e of a constant",
            "integrates to one",
            "pmf sums to one",
        ),
        inference="sum_x P(x) = 1",
    ),
    Reason(
        "log of one",
        "log 1 = 0",
        NORMALISE,
        aliases=("log 1 = 0", "log 1", "logarithm of one"),
        inference="log 1 = 0",
    ),
    Reason(
        "independence",
        "p(x,y) = p(x) p(y) for independent X and Y",
        frozenset({"independence"}) | MARGINALISE | CHAIN,
        aliases=("definition of independence", "x and y are independent"),
        conditions=("X and Y independent",),
    ),
    Reason(
        "counting",
        "a sum of ones over a space is its number of elements",
        frozenset({"size_of_space"}),
        aliases=("size of the space", "number of elements"),
        inference="sum_x 1 = |X|",
    ),
    Reason(
        "cyclic trace",
        "tr(ABC) = tr(CAB); the trace of a number is the number",
        TRACE,
        aliases=(
            "cyclicity of the trace",
            "cyclic property of the trace",
            "trace is cyclic",
            "cyclic property",
            "trace trick",
            "cyclicity",
            "invariance of the trace",
        ),
        inference="tr(AB) = tr(BA)",
        source="PP 1.1",
    ),
    Reason(
        "scalar is its own trace",
        "the trace of a 1 x 1 matrix is its entry",
        frozenset({"scalar_trace"}),
        aliases=(
            "a scalar is its own trace",
            "trace of a scalar",
            "trace of a number",
            "scalar equals its trace",
        ),
        inference="t = tr(t)",
    ),
    Reason(
        "quadratic form as a trace",
        "v^T A v = tr(A v v^T)",
        TRACE,
        aliases=("quadratic form is a trace",),
    ),
    Reason(
        "Gaussian moments",
        "E x = m, E x x^T = S + m m^T, and higher ones by Isserlis' theorem",
        MOMENTS,
        aliases=(
            "moments",
            "moments of the normal",
            "mean and covariance",
            "second moment",
            "definition of the covariance",
            "definition of covariance",
            "gaussian moment",
            "definition of mean and covariance",
            "isserlis",
        ),
        conditions=("x normal with mean m and covariance S",),
        source="PP 8.2",
    ),
    Reason(
        "inverse",
        "S S^-1 = S^-1 S = I",
        frozenset({"inverse"}),
        aliases=("definition of the inverse", "matrix times its inverse", "s s^-1 = i"),
        conditions=("S invertible",),
    ),
    Reason(
        "trace of the identity",
        "tr I_k = k",
        frozenset({"cyclic_trace", "size_of_space"}),
        aliases=("trace of identity", "tr i = k"),
    ),
    Reason(
        "log det",
        "log |AB| = log |A| + log |B|, log |A^-1| = -log |A|",
        LOGS,
        aliases=("log determinant", "determinant of a product", "determinant of an inverse"),
        conditions=("determinants positive",),
    ),
    Reason(
        "Jensen",
        "E f(X) >= f(E X) for convex f; with weights w > 0 that sum to 1",
        COMPARING,
        frozenset({"jensen_log", "jensen_square"}),
        aliases=(
            "jensen's inequality",
            "jensen inequality",
            "convexity",
            "concavity of log",
            "concavity of the logarithm",
            "jensen with weights p",
            "convexity of -log",
        ),
        conditions=("weights w > 0", "sum w = 1"),
        inference="log sum w t >= sum w log t",
        source="CT 2.6",
    ),
    Reason(
        "Gibbs",
        "sum a log(a/b) >= 0 for pmfs a, b",
        COMPARING,
        frozenset({"gibbs", "information"}),
        aliases=(
            "gibbs' inequality",
            "gibbs inequality",
            "information inequality",
            "kl is nonnegative",
            "non-negativity of kl",
            "nonnegativity of kl",
            "kl divergence is nonnegative",
            "equality case of gibbs",
            "equality case of gibbs' inequality",
        ),
        conditions=("a and b sum to 1", "b > 0 where a > 0"),
        inference="sum a log(a/b) >= 0",
        source="CT 2.6.3",
    ),
    Reason(
        "log t <= t - 1",
        "log t <= t - 1 for t > 0, with equality at t = 1 only",
        COMPARING,
        frozenset({"log_bound"}),
        aliases=(
            "tangent of the logarithm",
            "log x <= x - 1",
            "log(t) <= t - 1",
            "logarithm inequality",
        ),
        conditions=("t > 0",),
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
        aliases=(
            "probabilities are at most one",
            "probability at most one",
            "p <= 1",
            "0 < q(x) <= 1",
            "entropy is nonnegative",
            "probabilities at most 1",
        ),
        conditions=("p a pmf on a finite space",),
    ),
    Reason(
        "chain rule of entropy",
        "H(X,Y|Z) = H(X|Z) + H(Y|X,Z), I(X,Y;Z) = I(X;Z) + I(Y;Z|X)",
        ENTROPY_DEFINITION | INFORMATION_DEFINITION | LOGS | MARGINALISE | CHAIN,
        aliases=(
            "chain rule for entropy",
            "chain rule of information",
            "chain rule for information",
            "chain rule for mutual information",
        ),
        inference="H(X,Y) = H(X) + H(Y|X)",
        source="CT 2.5",
    ),
    Reason(
        "information is nonnegative",
        "I(X;Y|Z) >= 0, hence H(X|Y,Z) <= H(X|Z)",
        COMPARING,
        frozenset({"information"}),
        aliases=(
            "mutual information is nonnegative",
            "conditioning reduces entropy",
            "submodularity",
            "submodularity of entropy",
            "subadditivity",
            "subadditivity of entropy",
        ),
        inference="I(X;Y|Z) >= 0",
        source="CT 2.6",
    ),
    Reason(
        "data processing",
        "I(X;Z) <= I(X;Y) for a Markov chain X - Y - Z",
        COMPARING,
        frozenset({"information"}),
        aliases=("data processing inequality", "data-processing inequality", "markov chain"),
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
        aliases=(
            "shannon-type inequality",
            "shannon-type inequalities",
            "shannon's inequalities",
            "elemental inequalities",
            "basic inequalities",
            "polymatroid axioms",
        ),
        conditions=("finite spaces",),
        source="Yeung 1997, A framework for linear information inequalities",
    ),
    Reason(
        "positivity",
        "sums of products of positive (nonnegative) numbers are positive (nonnegative)",
        MARGINALISE,
        frozenset({"positive", "nonnegative"}),
        aliases=("nonnegativity", "positive terms"),
    ),
    Reason(
        "squares are nonnegative",
        "t^2 >= 0; v^T S v >= 0 for positive definite S",
        frozenset(),
        frozenset({"square", "quadratic_form"}),
        aliases=("positive definite", "square is nonnegative", "positive definiteness"),
    ),
    Reason(
        "given",
        "an equation or inequality that the derivation assumes",
        COMPARING,
        aliases=("hypothesis", "assumption", "by assumption", "by hypothesis"),
        rests_on_given=True,
    ),
)

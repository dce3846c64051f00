"""The beta density: entropy, cross-entropy, KL divergence."""

from symkl import *

a, b, c, d = positives("a b c d")
p, q = Beta("p", a, b), Beta("q", c, d)
x = p.point("x")
E_p = E(p, x)

beta_entropy = (
    Derivation("The entropy of the beta density")
    .start(H(p))
    .eq(
        -E_p((a - 1) * log(x) + (b - 1) * log(1 - x) - log_beta(a, b)),
        by=(definition(H), "density of the family"),
    )
    .eq(
        log_beta(a, b) - (a - 1) * E_p(log(x)) - (b - 1) * E_p(log(1 - x)),
        by=("linearity", "normalisation"),
    )
    .eq(
        log_beta(a, b) - (a - 1) * digamma(a) - (b - 1) * digamma(b) + (a + b - 2) * digamma(a + b),
        by="means of the family",
    )
)

beta_cross_entropy = (
    Derivation("The cross-entropy of two beta densities")
    .start(CrossEntropy(p, q))
    .eq(
        log_beta(c, d)
        - (c - 1) * (digamma(a) - digamma(a + b))
        - (d - 1) * (digamma(b) - digamma(a + b)),
        by=(definition(CrossEntropy), "density of the family", "means of the family"),
    )
)

beta_kl = (
    Derivation("The KL divergence of two beta densities")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log_beta(c, d)
        - log_beta(a, b)
        + (a - c) * digamma(a)
        + (b - d) * digamma(b)
        + (c - a + d - b) * digamma(a + b),
        by=(
            definition(CrossEntropy),
            definition(H),
            "density of the family",
            "means of the family",
        ),
    )
)

arcsine_entropy = (
    Derivation("The entropy of the arcsine density")
    .start(H(Beta("r", Rational(1, 2), Rational(1, 2))))
    .eq(
        log(pi) - 2 * log(2),
        by=(definition(H), "density of the family", "means of the family"),
    )
)

psi_of_the_sum_lost = (
    Derivation("The KL divergence of two beta densities without psi(a + b)")
    .start(KL(p, q))
    .eq(
        log_beta(c, d) - log_beta(a, b) + (a - c) * digamma(a) + (b - d) * digamma(b),
        expect="refuted",
    )
)

normaliser_upside_down = (
    Derivation("The KL divergence of two beta densities with B(a, b) upside down")
    .start(KL(p, q))
    .eq(
        log_beta(a, b)
        - log_beta(c, d)
        + (a - c) * digamma(a)
        + (b - d) * digamma(b)
        + (c - a + d - b) * digamma(a + b),
        expect="refuted",
    )
)

"""The inverse gamma density of a given shape and scale: entropy, cross-entropy, KL divergence."""

from symkl import *

a, b, c, d = positives("a b c d")
p, q = InverseGamma("p", a, b), InverseGamma("q", c, d)
x = p.point("x")
E_p = E(p, x)

inverse_gamma_entropy = (
    Derivation("The entropy of the inverse gamma density")
    .start(H(p))
    .eq(
        -E_p(a * log(b) - log_gamma(a) - (a + 1) * log(x) - b / x),
        by=(definition(H), "density of the family"),
    )
    .eq(
        log_gamma(a) - a * log(b) + (a + 1) * E_p(log(x)) + b * E_p(1 / x),
        by=("linearity", "normalisation"),
    )
    .eq(a + log(b) + log_gamma(a) - (1 + a) * digamma(a), by="means of the family")
)

inverse_gamma_cross_entropy = (
    Derivation("The cross-entropy of two inverse gamma densities")
    .start(CrossEntropy(p, q))
    .eq(
        log_gamma(c) - c * log(d) + (c + 1) * (log(b) - digamma(a)) + a * d / b,
        by=(definition(CrossEntropy), "density of the family", "means of the family"),
    )
)

inverse_gamma_kl = (
    Derivation("The KL divergence of two inverse gamma densities")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        (a - c) * digamma(a)
        - log_gamma(a)
        + log_gamma(c)
        + c * (log(b) - log(d))
        + a * (d - b) / b,
        by=(
            definition(CrossEntropy),
            definition(H),
            "density of the family",
            "means of the family",
        ),
    )
)

entropy_of_gamma_instead = (
    Derivation("The entropy of the gamma density is another one")
    .start(H(p))
    .eq(a - log(b) + log_gamma(a) + (1 - a) * digamma(a), expect="refuted")
)

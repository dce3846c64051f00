"""The gamma density of a given shape and rate: entropy, cross-entropy, KL divergence."""

from symkl import *

a, b, c, d = positives("a b c d")
p, q = Gamma("p", a, b), Gamma("q", c, d)
x = p.point("x")
E_p = E(p, x)

gamma_entropy = (
    Derivation("The entropy of the gamma density")
    .start(H(p))
    .eq(-E_p(log(p(x))), by=definition(H))
    .eq(
        -E_p(a * log(b) - log_gamma(a) + (a - 1) * log(x) - b * x),
        by="density of the family",
    )
    .eq(
        log_gamma(a) - a * log(b) - (a - 1) * E_p(log(x)) + b * E_p(x),
        by=("linearity", "normalisation"),
    )
    .eq(log_gamma(a) - a * log(b) - (a - 1) * (digamma(a) - log(b)) + a, by="means of the family")
    .eq(a - log(b) + log_gamma(a) + (1 - a) * digamma(a), by="algebra")
)

gamma_cross_entropy = (
    Derivation("The cross-entropy of two gamma densities")
    .start(CrossEntropy(p, q))
    .eq(
        log_gamma(c) - c * log(d) - (c - 1) * E_p(log(x)) + d * E_p(x),
        by=(definition(CrossEntropy), "density of the family", "normalisation"),
    )
    .eq(
        log_gamma(c) - c * log(d) - (c - 1) * (digamma(a) - log(b)) + a * d / b,
        by="means of the family",
    )
)

gamma_kl = (
    Derivation("The KL divergence of two gamma densities")
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

chi_squared_mean_log = (
    Derivation("The mean of log x one shape further on")
    .start(digamma(a + 1) - log(b))
    .eq(E_p(log(x)) + 1 / a, by=("recurrence", "means of the family"))
)

entropy_without_psi = (
    Derivation("The entropy of the gamma density, its term with psi lost")
    .start(H(p))
    .eq(a - log(b) + log_gamma(a), expect="refuted")
)

entropy_with_scale = (
    Derivation("The entropy of the gamma density with a scale taken for the rate")
    .start(H(p))
    .eq(a + log(b) + log_gamma(a) + (1 - a) * digamma(a), expect="refuted")
)

log_of_the_mean = (
    Derivation("The mean of the logarithm is not the logarithm of the mean")
    .start(E_p(log(x)))
    .eq(log(E_p(x)), expect="refuted")
)

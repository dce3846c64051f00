"""The Poisson pmf: entropy, cross-entropy, KL divergence; the first two keep a mean."""

from symkl import *

rate, other = positives("lambda mu")
p, q = Poisson("p", rate), Poisson("q", other)
x = p.point("x")
E_p = E(p, x)

poisson_entropy = (
    Derivation("The entropy of the Poisson pmf, by its mean of log x!")
    .start(H(p))
    .eq(-E_p(x * log(rate) - rate - log_gamma(x + 1)), by=(definition(H), "pmf of the family"))
    .eq(rate * (1 - log(rate)) + E_p(log_gamma(x + 1)), by="means of the family")
)

poisson_cross_entropy = (
    Derivation("The cross-entropy of two Poisson pmfs, by the mean of log x!")
    .start(CrossEntropy(p, q))
    .eq(
        other - rate * log(other) + E_p(log_gamma(x + 1)),
        by=(definition(CrossEntropy), "pmf of the family", "means of the family"),
    )
)

poisson_kl = (
    Derivation("The KL divergence of two Poisson pmfs")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        rate * log(rate / other) + other - rate,
        by=(
            definition(CrossEntropy),
            definition(H),
            "pmf of the family",
            "means of the family",
            "log of a quotient",
        ),
    )
)

signs_of_the_rates = (
    Derivation("The KL divergence of two Poisson pmfs with its rates exchanged")
    .start(KL(p, q))
    .eq(rate * log(rate / other) + rate - other, expect="refuted")
)

factorials_lost = (
    Derivation("The entropy of the Poisson pmf without log x!")
    .start(H(p))
    .eq(rate * (1 - log(rate)), expect="refuted")
)

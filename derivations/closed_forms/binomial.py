"""The binomial pmf: entropy, cross-entropy, KL divergence; the first two keep a mean."""

from symkl import *

n = Dimension("n")
a, b = numbers("a b", "unit")
p, q = Binomial("p", n, a), Binomial("q", n, b)
x = p.point("x")
E_p = E(p, x)
choices = log_gamma(n + 1) - E_p(log_gamma(x + 1) + log_gamma(n - x + 1))

binomial_entropy = (
    Derivation("The entropy of the binomial pmf, by its mean of log(n choose x)")
    .start(H(p))
    .eq(
        n * (-a * log(a) - (1 - a) * log(1 - a)) - choices,
        by=(definition(H), "pmf of the family", "means of the family"),
    )
)

binomial_cross_entropy = (
    Derivation("The cross-entropy of two binomial pmfs of as many trials")
    .start(CrossEntropy(p, q))
    .eq(
        n * (-a * log(b) - (1 - a) * log(1 - b)) - choices,
        by=(definition(CrossEntropy), "pmf of the family", "means of the family"),
    )
)

binomial_kl = (
    Derivation("The KL divergence of two binomial pmfs is n times that of one trial")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        n * (a * log(a / b) + (1 - a) * log((1 - a) / (1 - b))),
        by=(
            definition(CrossEntropy),
            definition(H),
            "pmf of the family",
            "means of the family",
            "log of a quotient",
        ),
    )
)

choices_lost = (
    Derivation("The entropy of the binomial pmf is less than that of its trials")
    .start(H(p))
    .eq(n * (-a * log(a) - (1 - a) * log(1 - a)), expect="refuted")
)

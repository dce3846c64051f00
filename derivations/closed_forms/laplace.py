"""The Laplace density: entropy, cross-entropy, KL divergence."""

from symkl import *

mu, nu = numbers("mu nu")
b, c = positives("b c")
p, q = Laplace("p", mu, b), Laplace("q", nu, c)
x = p.point("x")
E_p = E(p, x)
apart = absolute(mu - nu)

laplace_entropy = (
    Derivation("The entropy of the Laplace density")
    .start(H(p))
    .eq(E_p(log(2 * b) + absolute(x - mu) / b), by=(definition(H), "density of the family"))
    .eq(log(2 * b) + E_p(absolute(x - mu)) / b, by=("linearity", "normalisation"))
    .eq(1 + log(2 * b), by="means of the family")
)

laplace_cross_entropy = (
    Derivation("The cross-entropy of two Laplace densities")
    .start(CrossEntropy(p, q))
    .eq(
        log(2 * c) + E_p(absolute(x - nu)) / c,
        by=(definition(CrossEntropy), "density of the family", "normalisation"),
    )
    .eq(log(2 * c) + (apart + b * exp(-apart / b)) / c, by="means of the family")
)

laplace_kl = (
    Derivation("The KL divergence of two Laplace densities")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log(c / b) + apart / c + b / c * exp(-apart / b) - 1,
        by=(
            definition(CrossEntropy),
            definition(H),
            "density of the family",
            "means of the family",
        ),
    )
)

exponential_term_lost = (
    Derivation("The KL divergence of two Laplace densities without its exponential term")
    .start(KL(p, q))
    .eq(log(c / b) + apart / c, expect="refuted")
)

two_lost = (
    Derivation("The entropy of the Laplace density as that of an exponential one")
    .start(H(p))
    .eq(1 + log(b), expect="refuted")
)

"""The exponential density of a given rate: entropy, cross-entropy, KL divergence."""

from symkl import *

rate, other = positives("lambda mu")
p, q = Exponential("p", rate), Exponential("q", other)
x = p.point("x")
E_p = E(p, x)

exponential_entropy = (
    Derivation("The entropy of the exponential density")
    .start(H(p))
    .eq(-E_p(log(p(x))), by=definition(H))
    .eq(-E_p(log(rate) - rate * x), by="density of the family")
    .eq(rate * E_p(x) - log(rate), by=("linearity", "normalisation"))
    .eq(1 - log(rate), by="means of the family")
)

exponential_cross_entropy = (
    Derivation("The cross-entropy of two exponential densities")
    .start(CrossEntropy(p, q))
    .eq(-E_p(log(other) - other * x), by=(definition(CrossEntropy), "density of the family"))
    .eq(other / rate - log(other), by="means of the family")
)

exponential_kl = (
    Derivation("The KL divergence of two exponential densities")
    .start(KL(p, q))
    .eq(E_p(log(p(x)) - log(q(x))), by=(definition(KL), "log of a quotient"))
    .eq(E_p(log(rate / other) - (rate - other) * x), by="density of the family")
    .eq(log(rate / other) + other / rate - 1, by="means of the family")
    .ge(0, by="log t <= t - 1")
)

# Ordinary mistakes.
scale_for_rate = (
    Derivation("The entropy with a scale taken for the rate")
    .start(H(p))
    .eq(1 + log(rate), expect="refuted")
)

arguments_exchanged = (
    Derivation("The KL divergence with its arguments exchanged")
    .start(KL(p, q))
    .eq(log(other / rate) + rate / other - 1, expect="refuted")
)

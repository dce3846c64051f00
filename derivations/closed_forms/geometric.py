"""The geometric pmf on 1, 2, ...: entropy, cross-entropy, KL divergence."""

from symkl import *

a, b = numbers("a b", "unit")
p, q = Geometric("p", a), Geometric("q", b)
x = p.point("x")
E_p = E(p, x)

geometric_entropy = (
    Derivation("The entropy of the geometric pmf")
    .start(H(p))
    .eq(-E_p(log(a) + (x - 1) * log(1 - a)), by=(definition(H), "pmf of the family"))
    .eq(-log(a) - (E_p(x) - 1) * log(1 - a), by=("linearity", "normalisation"))
    .eq((-a * log(a) - (1 - a) * log(1 - a)) / a, by="means of the family")
)

geometric_cross_entropy = (
    Derivation("The cross-entropy of two geometric pmfs")
    .start(CrossEntropy(p, q))
    .eq(
        -log(b) - (1 - a) / a * log(1 - b),
        by=(definition(CrossEntropy), "pmf of the family", "means of the family"),
    )
)

geometric_kl = (
    Derivation("The KL divergence of two geometric pmfs")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log(a / b) + (1 - a) / a * log((1 - a) / (1 - b)),
        by=(
            definition(CrossEntropy),
            definition(H),
            "pmf of the family",
            "means of the family",
            "log of a quotient",
        ),
    )
)

failures_for_trials = (
    Derivation("The mean number of failures is not that of trials")
    .start(E_p(x))
    .eq((1 - a) / a, expect="refuted")
)

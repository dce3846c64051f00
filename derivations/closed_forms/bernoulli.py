"""The Bernoulli pmf: entropy, cross-entropy, KL divergence."""

from symkl import *

a, b = numbers("a b", "unit")
p, q = Bernoulli("p", a), Bernoulli("q", b)
x = p.point("x")
E_p = E(p, x)

bernoulli_entropy = (
    Derivation("The entropy of the Bernoulli pmf")
    .start(H(p))
    .eq(-E_p(x * log(a) + (1 - x) * log(1 - a)), by=(definition(H), "pmf of the family"))
    .eq(-a * log(a) - (1 - a) * log(1 - a), by="means of the family")
)

bernoulli_cross_entropy = (
    Derivation("The cross-entropy of two Bernoulli pmfs")
    .start(CrossEntropy(p, q))
    .eq(
        -a * log(b) - (1 - a) * log(1 - b),
        by=(definition(CrossEntropy), "pmf of the family", "means of the family"),
    )
)

bernoulli_kl = (
    Derivation("The KL divergence of two Bernoulli pmfs")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        a * log(a / b) + (1 - a) * log((1 - a) / (1 - b)),
        by=(
            definition(CrossEntropy),
            definition(H),
            "pmf of the family",
            "means of the family",
            "log of a quotient",
        ),
    )
)

second_outcome_lost = (
    Derivation("The KL divergence of two Bernoulli pmfs by their first outcome only")
    .start(KL(p, q))
    .eq(a * log(a / b), expect="refuted")
)

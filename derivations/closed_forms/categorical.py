"""Pmfs on n outcomes, one-hot, uniform or any: entropy, cross-entropy, KL divergence."""

from symkl import *

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")

categorical_entropy = (
    Derivation("The entropy of a categorical pmf")
    .start(H(P))
    .eq(-X.sum(P(x) * log(P(x)), x), by=definition(H))
    .le(log(X.size), by="Gibbs")
)

categorical_cross_entropy = (
    Derivation("The cross-entropy of two categorical pmfs")
    .start(CrossEntropy(P, Q))
    .eq(-X.sum(P(x) * log(Q(x)), x), by=definition(CrossEntropy))
)

categorical_kl = (
    Derivation("The KL divergence of two categorical pmfs")
    .start(KL(P, Q))
    .eq(X.sum(P(x) * log(P(x) / Q(x)), x), by=definition(KL))
    .eq(
        CrossEntropy(P, Q) - H(P), by=(definition(CrossEntropy), definition(H), "log of a quotient")
    )
)

kl_from_uniform = (
    Derivation("The KL divergence from the uniform pmf")
    .start(X.sum(P(x) * log(P(x) / (1 / X.size)), x))
    .eq(log(X.size) - H(P), by=(definition(H), "log of a quotient", "normalisation"))
)

weights_lost = (
    Derivation("The KL divergence with its weights lost")
    .start(KL(P, Q))
    .eq(X.sum(log(P(x) / Q(x)), x), expect="refuted")
)

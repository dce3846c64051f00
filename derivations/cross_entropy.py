"""The KL divergence is what coding P with the code of Q costs on top of the entropy of P."""

from symkl import *

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")

kl_is_cross_entropy_minus_entropy = (
    Derivation("KL divergence is cross-entropy minus entropy")
    .start(KL(P, Q))
    .eq(X.sum(P(x) * log(P(x) / Q(x)), x), by=definition(KL), ref="C1")
    .eq(
        X.sum(P(x) * log(P(x)), x) - X.sum(P(x) * log(Q(x)), x),
        by="log of a quotient",
        ref="C2",
    )
    .eq(-H(P) + X.sum(P(x) * log(1 / Q(x)), x), by=definition(H), ref="C3")
    .eq(-H(P) + CrossEntropy(P, Q), by=definition(CrossEntropy), ref="C4")
)

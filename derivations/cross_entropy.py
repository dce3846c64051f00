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

kl_is_nonnegative = (
    Derivation("The KL divergence is nonnegative, by Gibbs' inequality")
    .start(KL(P, Q))
    .ge(0, by="Gibbs")
)

the_wrong_code_costs_more = (
    Derivation("Cross-entropy is at least the entropy")
    .start(CrossEntropy(P, Q))
    .eq(KL(P, Q) + H(P), by=kl_is_cross_entropy_minus_entropy)
    .ge(H(P), by=kl_is_nonnegative)
)

same_minimiser = (
    Derivation("Minimising cross-entropy over Q is minimising the KL divergence")
    .start(Argmin(CrossEntropy(P, Q), over=Q))
    .eq(
        Argmin(KL(P, Q), over=Q),
        by=(definition(KL), definition(CrossEntropy), "log of a quotient"),
        ref="C5",
    )
)

Theta = FiniteSpace("Theta")
theta = Theta.point("theta")
Q_theta = channel("Q", X, given=Theta)

same_gradient = (
    Derivation("Cross-entropy and KL divergence of a parametrised pmf have one gradient")
    .start(Gradient(CrossEntropy(P, Q_theta.given(theta)), theta))
    .eq(
        Gradient(KL(P, Q_theta.given(theta)), theta),
        by=(definition(KL), definition(CrossEntropy), "log of a quotient"),
    )
)

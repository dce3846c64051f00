"""The KL divergence is nonnegative: a proof that fails in two places, and one that works."""

from symkl import *

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")

v, f = X.weight("v", "real"), ConvexFunction("f")

jensen = (
    Derivation("The mean of a convex function is at least the function of the mean")
    .start(E(P, x)(f(v(x))))
    .ge(f(E(P, x)(v(x))), by="Jensen", ref="J1")
)

# The weight P(x) is moved inside the logarithm, and Jensen's inequality is used without weights.
kl_nonnegative_with_lost_weights = (
    Derivation("KL is nonnegative, by a proof that loses its weights")
    .start(KL(P, Q))
    .eq(-X.sum(P(x) * log(Q(x) / P(x)), x), by=definition(KL), ref="N1")
    .ge(-X.sum(log(P(x) * (Q(x) / P(x))), x), by="Jensen", expect="refuted", ref="N2")
    .eq(-X.sum(log(Q(x)), x), by="algebra", ref="N3")
    .ge(-log(X.sum(Q(x), x)), by="Jensen", expect="unjustified", ref="N4")
    .eq(0, by="normalisation", ref="N5")
)

kl_nonnegative = (
    Derivation("KL is nonnegative, by Jensen's inequality with weights P")
    .start(KL(P, Q))
    .eq(-X.sum(P(x) * log(Q(x) / P(x)), x), by=definition(KL))
    .ge(-log(X.sum(P(x) * (Q(x) / P(x)), x)), by="Jensen")
    .eq(-log(X.sum(Q(x), x)), by="algebra")
    .eq(0, by="normalisation")
)

kl_nonnegative_at_once = Derivation("KL is nonnegative").start(KL(P, Q)).ge(0, by="Gibbs", ref="N6")

"""The KL divergence in its discrete and continuous forms, and the entropy of one pmf."""

from symkl import *

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")

kl_as_a_sum = (
    Derivation("The KL divergence as a sum, in both of its forms")
    .start(KL(P, Q))
    .eq(X.sum(P(x) * log(P(x) / Q(x)), x), by=definition(KL), ref="D1")
    .eq(-X.sum(P(x) * log(Q(x) / P(x)), x), by="log of a reciprocal", ref="D2")
)

entropy_as_a_sum = (
    Derivation("The entropy of a pmf as a sum")
    .start(H(P))
    .eq(X.sum(P(x) * log(1 / P(x)), x), by=definition(H), ref="H1")
)

d = Dimension("d")
p, q = d.density("p"), d.density("q")
t = d.point("t")

kl_as_an_integral = (
    Derivation("The KL divergence of densities as an integral")
    .start(KL(p, q))
    .eq(total(p(t) * log(p(t) / q(t)), t), by=definition(KL), ref="D3")
)

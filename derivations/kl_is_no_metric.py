"""The KL divergence is zero exactly for equal pmfs, but neither symmetric nor triangular."""

from symkl import *

X = FiniteSpace("X", size="n")
P, Q, R = X.pmfs("P Q R")
x = X.point("x")

kl_from_itself_is_zero = (
    Derivation("The KL divergence of a pmf from itself is zero")
    .start(KL(P, P))
    .eq(X.sum(P(x) * log(P(x) / P(x)), x), by=definition(KL), ref="S1")
    .eq(0, by=("algebra", "log 1 = 0"), ref="S2")
)

# Putting P = Q into the sum shows one direction only.
kl_is_zero_for_equal_pmfs_only = (
    Derivation("The KL divergence is zero exactly when the pmfs are equal")
    .start(Equal(KL(P, Q), 0))
    .iff(Equal(P, Q), by=definition(KL), expect="unjustified", ref="S3")
)

kl_is_zero_for_equal_pmfs_only_by_gibbs = (
    Derivation("The KL divergence is zero exactly when the pmfs are equal, by Gibbs")
    .start(Equal(KL(P, Q), 0))
    .iff(Equal(P, Q), by="equality case of Gibbs")
)

kl_as_a_sum = (
    Derivation("The KL divergence of P from Q")
    .start(KL(P, Q))
    .eq(X.sum(P(x) * log(P(x) / Q(x)), x), by=definition(KL), ref="A1")
)

kl_is_not_symmetric = (
    Derivation("The KL divergence is not symmetric")
    .start(KL(P, Q))
    .ne(KL(Q, P), for_some=True, ref="A2")
)

kl_the_other_way = (
    Derivation("The KL divergence of Q from P")
    .start(KL(Q, P))
    .eq(X.sum(Q(x) * log(Q(x) / P(x)), x), by=definition(KL), ref="A3")
)

kl_through_a_third_pmf = (
    Derivation("The KL divergence of P from R, split at Q")
    .start(KL(P, R))
    .eq(X.sum(P(x) * log(P(x) / R(x)), x), by=definition(KL), ref="T1")
    .eq(X.sum(P(x) * log(P(x) / R(x) * (Q(x) / Q(x))), x), by="algebra", ref="T2")
    .eq(X.sum(P(x) * log(P(x) / Q(x) * (Q(x) / R(x))), x), by="algebra", ref="T3")
    .eq(
        KL(P, Q) + X.sum(P(x) * log(Q(x) / R(x)), x),
        by=("log of a product", definition(KL)),
        ref="T4",
    )
)

rest_can_be_less = (
    Derivation("What is left over can be less than the KL divergence of Q from R")
    .start(X.sum(P(x) * log(Q(x) / R(x)), x))
    .lt(KL(Q, R), for_some=True, ref="T5")
)

rest_can_be_greater = (
    Derivation("What is left over can be greater than the KL divergence of Q from R")
    .start(X.sum(P(x) * log(Q(x) / R(x)), x))
    .gt(KL(Q, R), for_some=True, ref="T5")
)

triangle_inequality_can_fail = (
    Derivation("The triangle inequality can fail")
    .start(KL(P, R))
    .gt(KL(P, Q) + KL(Q, R), for_some=True, ref="T6")
)

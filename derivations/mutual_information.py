"""Mutual information is the entropy of Y less the entropy that is left once X is known."""

from symkl import *

A, B = FiniteSpace("X"), FiniteSpace("Y")
p = joint("p", A, B)
X, Y = p.variables
x, y = A.point("x"), B.point("y")

mutual_information_is_entropy_reduction = (
    Derivation("I(X;Y) = H(Y) - H(Y|X)")
    .start(I(X, Y))
    .eq(KL(p, p.marginal(X) * p.marginal(Y)), by=definition(I), ref="M1")
    .eq(total(p(x, y) * log(p(x, y) / (p(x) * p(y))), x, y), by=definition(KL), ref="M2")
    .eq(
        total(p(x, y) * log(p(x, y) / p(x)), x, y) - total(p(x, y) * log(p(y)), x, y),
        by="log of a quotient",
        ref="M3",
    )
    .eq(
        total(p(x, y) * log(p(y | x)), x, y) - B.sum(A.sum(p(x, y), x) * log(p(y)), y),
        by=("definition of conditional probability", "swapping sums"),
        ref="M4",
    )
    .eq(
        total(p(x) * p(y | x) * log(p(y | x)), x, y) - B.sum(p(y) * log(p(y)), y),
        by=("chain rule of probability", "marginalisation"),
        ref="M5",
    )
    .eq(
        A.sum(p(x) * B.sum(p(y | x) * log(p(y | x)), y), x) - B.sum(p(y) * log(p(y)), y),
        by="factoring out",
        ref="M6",
    )
    .eq(
        -A.sum(p(x) * H(Y | X.at(x)), x) - B.sum(p(y) * log(p(y)), y),
        by=definition(H),
        ref="M7",
    )
    .eq(-H(Y | X) + H(Y), by=definition(H), ref="M8")
    .eq(H(Y) - H(Y | X), by="commutativity", ref="M9")
)

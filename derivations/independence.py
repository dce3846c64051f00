"""Mutual information is zero exactly for independent variables."""

from symkl import *

A, B = FiniteSpace("X"), FiniteSpace("Y")
p = joint("p", A, B)
X, Y = p.variables
product_of_marginals = p.marginal(X) * p.marginal(Y)

information_as_divergence = (
    Derivation("Mutual information, from the divergence to the reduction of entropy")
    .start(I(X, Y))
    .eq(KL(p, product_of_marginals), by=definition(I), ref="Z1")
    .eq(
        H(Y) - H(Y | X),
        by=(definition(KL), definition(H), "log of a product", "marginalisation"),
        ref="Z2",
    )
)

no_information_no_reduction = (
    Derivation("Without mutual information there is no reduction of entropy")
    .start(Equal(I(X, Y), 0))
    .implies(
        Equal(H(Y) - H(Y | X), 0),
        by=("given", definition(I), definition(H), "log of a product", "marginalisation"),
        ref="Z3",
    )
)

no_information_same_entropy = (
    Derivation("Without mutual information, knowing X leaves the entropy of Y as it is")
    .start(Equal(I(X, Y), 0))
    .implies(Equal(H(Y | X), H(Y)), by=("given", "log of a product"), ref="Z4")
)

same_entropy_exactly_when_independent = (
    Derivation("Knowing X leaves the entropy of Y as it is exactly when they are independent")
    .start(Equal(H(Y | X), H(Y)))
    .iff(Independent(X, Y), by=("equality case of Gibbs", "independence"), ref="Z5")
    .iff(Equal(p, product_of_marginals), by="definition of independence", ref="Z6")
)

"""The Dirichlet density on the probability vectors over n outcomes: for every n."""

from symkl import *

X = FiniteSpace("X", size="n")
alpha, beta = X.weight("alpha"), X.weight("beta")
p, q = Dirichlet("p", alpha), Dirichlet("q", beta)
x = p.point("x")
i = X.point("i")
E_p = E(p, x)
whole, other = X.sum(alpha(i), i), X.sum(beta(i), i)

dirichlet_entropy = (
    Derivation("The entropy of the Dirichlet density")
    .start(H(p))
    .eq(
        X.sum(log_gamma(alpha(i)), i)
        - log_gamma(whole)
        - X.sum((alpha(i) - 1) * E_p(log(component(x, i))), i),
        by=(definition(H), "density of the family", "normalisation"),
    )
    .eq(
        X.sum(log_gamma(alpha(i)), i)
        - log_gamma(whole)
        + (whole - X.size) * digamma(whole)
        - X.sum((alpha(i) - 1) * digamma(alpha(i)), i),
        by=("means of the family", "size of the space"),
    )
)

dirichlet_cross_entropy = (
    Derivation("The cross-entropy of two Dirichlet densities")
    .start(CrossEntropy(p, q))
    .eq(
        X.sum(log_gamma(beta(i)), i)
        - log_gamma(other)
        - X.sum((beta(i) - 1) * (digamma(alpha(i)) - digamma(whole)), i),
        by=(definition(CrossEntropy), "density of the family", "means of the family"),
    )
)

dirichlet_kl = (
    Derivation("The KL divergence of two Dirichlet densities")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log_gamma(whole)
        - log_gamma(other)
        - X.sum(log_gamma(alpha(i)) - log_gamma(beta(i)), i)
        + X.sum((alpha(i) - beta(i)) * (digamma(alpha(i)) - digamma(whole)), i),
        by=(
            definition(CrossEntropy),
            definition(H),
            "density of the family",
            "means of the family",
        ),
    )
)

mean_component = (
    Derivation("The mean of a component")
    .start(E_p(component(x, i)))
    .eq(alpha(i) / whole, by="means of the family")
)

psi_of_the_sum_lost = (
    Derivation("The KL divergence of two Dirichlet densities without psi of the sum")
    .start(KL(p, q))
    .eq(
        log_gamma(whole)
        - log_gamma(other)
        - X.sum(log_gamma(alpha(i)) - log_gamma(beta(i)), i)
        + X.sum((alpha(i) - beta(i)) * digamma(alpha(i)), i),
        expect="refuted",
    )
)

"""Entropies and divergences of densities on R^k: what carries over from pmfs, and what does not."""

from symkl import *

k, m = Dimension("k"), Dimension("m")
p, q = k.densities("p q")
x, y = k.point("x"), m.point("y")
half = Rational(1, 2)

kl_of_densities_is_nonnegative = (
    Derivation("The KL divergence of densities is nonnegative")
    .start(KL(p, q))
    .eq(total(p(x) * log(p(x) / q(x)), x), by=definition(KL))
    .ge(0, by="Gibbs")
)

kl_of_densities = (
    Derivation("The KL divergence of densities is cross-entropy minus entropy")
    .start(KL(p, q))
    .eq(total(p(x) * log(p(x)), x) - total(p(x) * log(q(x)), x), by=(definition(KL), "log laws"))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(H), definition(CrossEntropy)))
)

# Densities may vanish, as uniform and exponential ones do.
r = k.density("r", support="any")
s = k.density("s", support="any", below=[r])

kl_on_a_support = (
    Derivation("The KL divergence of a density from one that vanishes only where it does")
    .start(KL(s, r))
    .eq(total(s(x) * log(s(x) / r(x)), x), by=definition(KL))
    .ge(0, by="Gibbs")
)

mass_on_a_support = (
    Derivation("The density r has mass 1, but not on the support of s")
    .start(total(s(x) * (r(x) / s(x)), x))
    .eq(1, by="normalisation", expect="refuted")
)

# Differential entropy has no sign, and bounds no information.
entropy_may_be_negative = (
    Derivation("The entropy of a density is nonnegative")
    .start(H(p))
    .ge(0, by="entropy is nonnegative", expect="refuted")
)

densities_may_exceed_one = (
    Derivation("A density is at most one")
    .start(p(x))
    .le(1, by="a probability is at most one", expect="refuted")
)

kl_is_not_symmetric = (
    Derivation("The KL divergence of densities is symmetric")
    .start(KL(p, q))
    .eq(KL(q, p), expect="refuted")
)

j = joint("j", ("X", k), ("Y", m))
X, Y = j.variables

information_of_densities = (
    Derivation("The mutual information of two vectors with a joint density")
    .start(I(X, Y))
    .eq(KL(j, j.marginal(X) * j.marginal(Y)), by=definition(I))
    .eq(
        H(X) + H(Y) - H(X, Y),
        by=(definition(KL), definition(H), "log laws", "marginalisation"),
    )
)

information_is_nonnegative = (
    Derivation("The mutual information of two vectors is nonnegative")
    .start(I(X, Y))
    .ge(0, by="Gibbs")
)

information_may_exceed_entropy = (
    Derivation("The mutual information is at most the entropy, as it is for pmfs")
    .start(I(X, Y))
    .le(H(X), expect="refuted")
)

chain_rule_of_densities = (
    Derivation("The chain rule of differential entropy")
    .start(H(X, Y))
    .eq(H(X) + H(Y | X), by=(definition(H), "log laws", "marginalisation"))
)

conditioning_reduces_entropy = (
    Derivation("Conditioning reduces the entropy of densities, too")
    .start(H(Y | X))
    .le(H(Y), by="Gibbs")
)

entropy_is_subadditive = (
    Derivation("The joint entropy is at most the sum of the entropies")
    .start(H(X, Y))
    .le(H(X) + H(Y), by="Gibbs")
)

joint_entropy_may_be_less = (
    Derivation("The joint entropy is at least each of the entropies, as it is for pmfs")
    .start(H(X, Y))
    .ge(H(X), expect="refuted")
)

# Among densities with given second moments the normal one has the largest entropy.
mu, Sigma = Vector("mu", k), SPD("Sigma", k)
g = Gaussian("g", mu, Sigma)
centred = x - mu
form = quadratic_form(centred, Sigma.inv())
second_moments = E(p, x)(centred * centred.T)

largest_entropy = (
    Derivation("The normal density has the largest entropy for its covariance")
    .given(Equal(second_moments, Sigma))
    .start(H(p))
    .le(CrossEntropy(p, g), by="Gibbs")
    .eq(
        k / 2 * log(2 * pi) + half * log(det(Sigma)) + half * E(p, x)(form),
        by=(definition(CrossEntropy), "normal density", "linearity", "normalisation"),
    )
    .eq(
        k / 2 * log(2 * pi) + half * log(det(Sigma)) + k / 2,
        by=("given", "cyclic trace", "inverse", "trace of the identity"),
    )
    .eq(
        H(g),
        by=(
            definition(H),
            "normal density",
            "moments",
            "log of a product",
            "cyclic trace",
            "inverse",
            "trace of the identity",
        ),
    )
)

largest_entropy_without_moments = (
    Derivation("The normal density has the largest entropy of all")
    .start(H(p))
    .le(H(g), by="Gibbs", expect="refuted")
)

same_moments_same_entropy = (
    Derivation("A cross-entropy is an entropy where the moments agree, but not by Gibbs")
    .given(Equal(second_moments, Sigma))
    .start(CrossEntropy(p, g))
    .eq(H(g), by="Gibbs", expect="unjustified")
)

# What is minimised may lose what does not contain the variable, and positive factors.
same_minimiser = (
    Derivation("Minimising cross-entropy over densities is minimising the KL divergence")
    .start(Argmin(CrossEntropy(p, q), over=q))
    .eq(Argmin(KL(p, q), over=q), by=(definition(KL), definition(CrossEntropy), "log laws"))
    .eq(Argmax(-2 * KL(p, q), over=q), by="algebra")
)

not_the_maximiser = (
    Derivation("Minimising cross-entropy is maximising the KL divergence")
    .start(Argmin(CrossEntropy(p, q), over=q))
    .eq(Argmax(KL(p, q), over=q), expect="refuted")
)

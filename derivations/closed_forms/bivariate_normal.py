"""The mutual information of a normal vector: for two components -1/2 log(1 - rho^2).

The joint density has the covariance S, the product of its marginals the diagonal T of S, so that
tr(T^-1 S) = k.  For two components |S| / |T| is 1 - rho^2, with rho their correlation.
"""

from symkl import *

k = Dimension("k")
mu = Vector("mu", k)
S, T = SPD("S", k), SPD("T", k)
joint_density, product = Gaussian("p", mu, S), Gaussian("q", mu, T)
same_diagonal = statement(trace(T.inv() * S), "=", k)
half = Rational(1, 2)
rho_squared = 1 - det(S) / det(T)

normal_information = (
    Derivation("The mutual information of jointly normal components")
    .given(same_diagonal)
    .start(KL(joint_density, product))
    .eq(
        half * (log(det(T) / det(S)) - k + trace(T.inv() * S)),
        by=(
            definition(KL),
            "normal density",
            "moments",
            "cyclic trace",
            "inverse",
            "trace of the identity",
            "log of a quotient",
        ),
    )
    .eq(half * log(det(T) / det(S)), by="given")
    .eq(-half * log(1 - rho_squared), by="log of a quotient")
)

half_lost = (
    Derivation("The mutual information with its 1/2 lost")
    .start(half * log(det(T) / det(S)))
    .eq(-log(1 - rho_squared), expect="refuted")
)

diagonal_lost = (
    Derivation("The formula for a T that is not the diagonal of S")
    .start(KL(joint_density, product))
    .eq(half * log(det(T) / det(S)), expect="refuted")
)

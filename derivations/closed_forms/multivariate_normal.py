"""The normal density on R^k: entropy, cross-entropy, KL divergence, for every k."""

from symkl import *

k = Dimension("k")
mu, nu = vectors("mu nu", k)
S, T = SPD("S", k), SPD("T", k)
p, q = Gaussian("p", mu, S), Gaussian("q", nu, T)
half = Rational(1, 2)
form = trace(T.inv() * S) + quadratic_form(mu - nu, T.inv())

multivariate_normal_entropy = (
    Derivation("The entropy of the normal density on R^k")
    .start(H(p))
    .eq(
        half * k * (1 + log(2 * pi)) + half * log(det(S)),
        by=(definition(H), "normal density", "moments", "inverse", "trace of the identity"),
    )
)

multivariate_normal_cross_entropy = (
    Derivation("The cross-entropy of two normal densities on R^k")
    .start(CrossEntropy(p, q))
    .eq(
        half * k * log(2 * pi) + half * log(det(T)) + half * form,
        by=(definition(CrossEntropy), "normal density", "moments", "cyclic trace"),
    )
)

multivariate_normal_kl = (
    Derivation("The KL divergence of two normal densities on R^k")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        half * (log(det(T) / det(S)) - k + form),
        by=(
            definition(CrossEntropy),
            definition(H),
            "normal density",
            "moments",
            "cyclic trace",
            "inverse",
            "trace of the identity",
            "log of a quotient",
        ),
    )
)

dimension_lost = (
    Derivation("The KL divergence of two normal densities on R^k without k")
    .start(KL(p, q))
    .eq(half * (log(det(T) / det(S)) + form), expect="refuted")
)

trace_wrong_way_round = (
    Derivation("The KL divergence of two normal densities on R^k with the trace turned round")
    .start(KL(p, q))
    .eq(
        half * (log(det(T) / det(S)) - k + trace(S.inv() * T) + quadratic_form(mu - nu, T.inv())),
        expect="refuted",
    )
)

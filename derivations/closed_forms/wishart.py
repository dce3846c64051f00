"""The Wishart density on the symmetric positive definite k x k matrices: for every k.

n degrees of freedom and the scale V, so that the mean is n V; n > k - 1, or there is no density.
"""

from symkl import *

k = Dimension("k")
V, W = SPD("V", k), SPD("W", k)
n, m = positives("n m")
p, q = Wishart("p", n, V), Wishart("q", m, W)
X = p.point("X")
E_p = E(p, X)
half = Rational(1, 2)
mean_log_det = digamma_k(half * n, k) + k * log(2) + log(det(V))

wishart_entropy = (
    Derivation("The entropy of the Wishart density")
    .start(H(p))
    .eq(
        half * n * k * log(2)
        + half * n * log(det(V))
        + log_gamma_k(half * n, k)
        - half * (n - k - 1) * E_p(log(det(X)))
        + half * E_p(trace(V.inv() * X)),
        by=(definition(H), "density of the family", "normalisation", "cyclic trace"),
    )
    .eq(
        half * n * k * log(2)
        + half * n * log(det(V))
        + log_gamma_k(half * n, k)
        - half * (n - k - 1) * mean_log_det
        + half * n * k,
        by=("means of the family", "cyclic trace", "inverse", "trace of the identity"),
    )
    .eq(
        half * (k + 1) * (log(det(V)) + k * log(2))
        + log_gamma_k(half * n, k)
        - half * (n - k - 1) * digamma_k(half * n, k)
        + half * n * k,
        by="algebra",
    )
)

wishart_cross_entropy = (
    Derivation("The cross-entropy of two Wishart densities")
    .start(CrossEntropy(p, q))
    .eq(
        half * m * k * log(2)
        + half * m * log(det(W))
        + log_gamma_k(half * m, k)
        - half * (m - k - 1) * mean_log_det
        + half * n * trace(W.inv() * V),
        by=(
            definition(CrossEntropy),
            "density of the family",
            "means of the family",
            "cyclic trace",
        ),
    )
)

wishart_kl = (
    Derivation("The KL divergence of two Wishart densities")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log_gamma_k(half * m, k)
        - log_gamma_k(half * n, k)
        + half * (n - m) * digamma_k(half * n, k)
        + half * m * log(det(W) / det(V))
        + half * n * (trace(W.inv() * V) - k),
        by=(
            definition(CrossEntropy),
            definition(H),
            "density of the family",
            "means of the family",
            "cyclic trace",
            "inverse",
            "trace of the identity",
            "log of a quotient",
        ),
    )
)

wishart_mean = (
    Derivation("The mean of a Wishart matrix").start(E_p(X)).eq(n * V, by="means of the family")
)

gamma_for_gamma_k = (
    Derivation("The KL divergence with Gamma in place of Gamma_k")
    .start(KL(p, q))
    .eq(
        log_gamma(half * m)
        - log_gamma(half * n)
        + half * (n - m) * digamma(half * n)
        + half * m * log(det(W) / det(V))
        + half * n * (trace(W.inv() * V) - k),
        expect="refuted",
    )
)

scales_exchanged = (
    Derivation("The KL divergence with the scales exchanged in the trace")
    .start(KL(p, q))
    .eq(
        log_gamma_k(half * m, k)
        - log_gamma_k(half * n, k)
        + half * (n - m) * digamma_k(half * n, k)
        + half * m * log(det(W) / det(V))
        + half * n * (trace(V.inv() * W) - k),
        expect="refuted",
    )
)

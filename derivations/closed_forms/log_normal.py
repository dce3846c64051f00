"""The log-normal density: entropy, cross-entropy, KL divergence."""

from symkl import *

mu, nu = numbers("mu nu")
s, t = positives("sigma tau")
p, q = LogNormal("p", mu, s), LogNormal("q", nu, t)
x = p.point("x")
E_p = E(p, x)
half = Rational(1, 2)

log_normal_entropy = (
    Derivation("The entropy of the log-normal density")
    .start(H(p))
    .eq(
        E_p(log(x) + half * log(2 * pi * s**2) + (log(x) - mu) ** 2 / (2 * s**2)),
        by=(definition(H), "density of the family"),
    )
    .eq(mu + half * log(2 * pi * s**2) + half, by="means of the family")
    .eq(mu + half * log(2 * pi * exp(1) * s**2), by="log of a product")
)

log_normal_cross_entropy = (
    Derivation("The cross-entropy of two log-normal densities")
    .start(CrossEntropy(p, q))
    .eq(
        mu + half * log(2 * pi * t**2) + (s**2 + (mu - nu) ** 2) / (2 * t**2),
        by=(definition(CrossEntropy), "density of the family", "means of the family"),
    )
)

log_normal_kl = (
    Derivation("The KL divergence of two log-normal densities is that of the normal ones")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log(t / s) + (s**2 + (mu - nu) ** 2) / (2 * t**2) - half,
        by=(
            definition(CrossEntropy),
            definition(H),
            "density of the family",
            "means of the family",
        ),
    )
)

mean_of_log_lost = (
    Derivation("The entropy of the log-normal density is not that of the normal one")
    .start(H(p))
    .eq(half * log(2 * pi * exp(1) * s**2), expect="refuted")
)

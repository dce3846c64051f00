"""The normal density on the line: entropy, cross-entropy, KL divergence."""

from symkl import *

mu, nu = numbers("mu nu")
s, t = positives("sigma tau")
p, q = Normal("p", mu, s), Normal("q", nu, t)
x = p.point("x")
E_p = E(p, x)
half = Rational(1, 2)

normal_entropy = (
    Derivation("The entropy of the normal density on the line")
    .start(H(p))
    .eq(
        E_p(half * log(2 * pi * s**2) + (x - mu) ** 2 / (2 * s**2)),
        by=(definition(H), "density of the family"),
    )
    .eq(
        half * log(2 * pi * s**2) + E_p((x - mu) ** 2) / (2 * s**2),
        by=("linearity", "normalisation"),
    )
    .eq(half * log(2 * pi * s**2) + half, by="means of the family")
    .eq(half * log(2 * pi * exp(1) * s**2), by="log of a product")
)

normal_cross_entropy = (
    Derivation("The cross-entropy of two normal densities on the line")
    .start(CrossEntropy(p, q))
    .eq(
        half * log(2 * pi * t**2) + (s**2 + (mu - nu) ** 2) / (2 * t**2),
        by=(definition(CrossEntropy), "density of the family", "means of the family"),
    )
)

normal_kl = (
    Derivation("The KL divergence of two normal densities on the line")
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

half_lost = (
    Derivation("The KL divergence of two normal densities without its -1/2")
    .start(KL(p, q))
    .eq(log(t / s) + (s**2 + (mu - nu) ** 2) / (2 * t**2), expect="refuted")
)

variance_for_deviation = (
    Derivation("The entropy of the normal density, a variance taken for the deviation")
    .start(H(p))
    .eq(half * log(2 * pi * exp(1) * s), expect="refuted")
)

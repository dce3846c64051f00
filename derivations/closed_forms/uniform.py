"""The uniform density on an interval: entropy, cross-entropy, KL divergence."""

from symkl import *

a, b, c, d = numbers("a b c d")
q = Uniform("q", c, d)
p = Uniform("p", a, b, below=[q])  # hence c <= a < b <= d: else the divergence is infinite
x = p.point("x")

uniform_entropy = (
    Derivation("The entropy of the uniform density")
    .start(H(p))
    .eq(-E(p, x)(log(p(x))), by=definition(H))
    .eq(E(p, x)(log(b - a)), by="density of the family")
    .eq(log(b - a), by="normalisation")
)

uniform_cross_entropy = (
    Derivation("The cross-entropy of two uniform densities, the first within the second")
    .start(CrossEntropy(p, q))
    .eq(log(d - c), by=(definition(CrossEntropy), "density of the family", "normalisation"))
)

uniform_kl = (
    Derivation("The KL divergence of two uniform densities, the first within the second")
    .start(KL(p, q))
    .eq(
        log((d - c) / (b - a)),
        by=(definition(KL), "density of the family", "normalisation", "log of a quotient"),
    )
)

free = Uniform("r", a, b)

without_absolute_continuity = (
    Derivation("Without absolute continuity the divergence may be infinite")
    .start(KL(free, q))
    .eq(log((d - c) / (b - a)), expect="refuted")
)

wrong_way_up = (
    Derivation("The KL divergence of two uniform densities upside down")
    .start(KL(p, q))
    .eq(log((b - a) / (d - c)), expect="refuted")
)

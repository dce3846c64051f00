"""The Pareto density: entropy, cross-entropy, KL divergence."""

from symkl import *

m, least, a, b = positives("m l alpha beta")
q = Pareto("q", least, b)
p = Pareto("p", m, a, below=[q])  # hence m >= l: else the divergence is infinite
x = p.point("x")
E_p = E(p, x)

pareto_entropy = (
    Derivation("The entropy of the Pareto density")
    .start(H(p))
    .eq(-E_p(log(a) + a * log(m) - (a + 1) * log(x)), by=(definition(H), "density of the family"))
    .eq((a + 1) * E_p(log(x)) - log(a) - a * log(m), by=("linearity", "normalisation"))
    .eq(log(m / a) + 1 + 1 / a, by=("means of the family", "log of a quotient"))
)

pareto_cross_entropy = (
    Derivation("The cross-entropy of two Pareto densities, the first within the second")
    .start(CrossEntropy(p, q))
    .eq(
        (b + 1) * (log(m) + 1 / a) - log(b) - b * log(least),
        by=(definition(CrossEntropy), "density of the family", "means of the family"),
    )
)

pareto_kl = (
    Derivation("The KL divergence of two Pareto densities, the first within the second")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log(a / b) + b * log(m / least) + b / a - 1,
        by=(
            definition(CrossEntropy),
            definition(H),
            "density of the family",
            "means of the family",
            "log of a quotient",
        ),
    )
)

free = Pareto("r", m, a)

without_absolute_continuity = (
    Derivation("Without absolute continuity the divergence may be infinite")
    .start(KL(free, q))
    .eq(log(a / b) + b * log(m / least) + b / a - 1, expect="refuted")
)

sign_of_the_shape = (
    Derivation("The entropy of the Pareto density, m and alpha exchanged")
    .start(H(p))
    .eq(log(a / m) + 1 + 1 / a, expect="refuted")
)

"""The Weibull density: entropy, cross-entropy, KL divergence."""

from symkl import *

scale, shape, other, power = positives("lambda k mu l")
p, q = Weibull("p", scale, shape), Weibull("q", other, power)
x = p.point("x")
E_p = E(p, x)

weibull_entropy = (
    Derivation("The entropy of the Weibull density")
    .start(H(p))
    .eq(-E_p(log(p(x))), by=definition(H))
    .eq(
        euler_gamma * (1 - 1 / shape) + log(scale / shape) + 1,
        by=("density", "means of the family"),
    )
)

weibull_cross_entropy = (
    Derivation("The cross-entropy of two Weibull densities")
    .start(CrossEntropy(p, q))
    .eq(
        power * log(other)
        - log(power)
        - (power - 1) * (log(scale) - euler_gamma / shape)
        + (scale / other) ** power * gamma(1 + power / shape),
        by=(definition(CrossEntropy), "density", "means of the family"),
    )
)

weibull_kl = (
    Derivation("The KL divergence of two Weibull densities")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log(shape / scale**shape)
        - log(power / other**power)
        + (shape - power) * (log(scale) - euler_gamma / shape)
        + (scale / other) ** power * gamma(1 + power / shape)
        - 1,
        by=(
            definition(CrossEntropy),
            definition(H),
            "density",
            "means of the family",
            "log of a quotient",
        ),
    )
)

one_lost = (
    Derivation("The KL divergence of two Weibull densities without its -1")
    .start(KL(p, q))
    .eq(
        log(shape / scale**shape)
        - log(power / other**power)
        + (shape - power) * (log(scale) - euler_gamma / shape)
        + (scale / other) ** power * gamma(1 + power / shape),
        expect="refuted",
    )
)

exponents_exchanged = (
    Derivation("The entropy of the Weibull density, the shape above the scale")
    .start(H(p))
    .eq(euler_gamma * (1 - 1 / shape) + log(shape / scale) + 1, expect="refuted")
)

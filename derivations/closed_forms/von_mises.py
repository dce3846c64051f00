"""The von Mises density on the circle: entropy, cross-entropy, KL divergence."""

from symkl import *

mu, nu = numbers("mu nu")
kappa, eta = positives("kappa eta")
p, q = VonMises("p", mu, kappa), VonMises("q", nu, eta)
x = p.point("x")
E_p = E(p, x)
resultant = bessel_i1(kappa) / bessel_i0(kappa)

von_mises_entropy = (
    Derivation("The entropy of the von Mises density")
    .start(H(p))
    .eq(
        E_p(log(2 * pi * bessel_i0(kappa)) - kappa * cos(x - mu)),
        by=(definition(H), "density of the family"),
    )
    .eq(
        log(2 * pi * bessel_i0(kappa)) - kappa * E_p(cos(x - mu)), by=("linearity", "normalisation")
    )
    .eq(log(2 * pi * bessel_i0(kappa)) - kappa * resultant, by="means of the family")
)

von_mises_cross_entropy = (
    Derivation("The cross-entropy of two von Mises densities")
    .start(CrossEntropy(p, q))
    .eq(
        log(2 * pi * bessel_i0(eta)) - eta * resultant * cos(mu - nu),
        by=(definition(CrossEntropy), "density of the family", "means of the family"),
    )
)

von_mises_kl = (
    Derivation("The KL divergence of two von Mises densities")
    .start(KL(p, q))
    .eq(CrossEntropy(p, q) - H(p), by=(definition(KL), definition(H), "log of a quotient"))
    .eq(
        log(bessel_i0(eta) / bessel_i0(kappa)) + resultant * (kappa - eta * cos(mu - nu)),
        by=(
            definition(CrossEntropy),
            definition(H),
            "density of the family",
            "means of the family",
            "log of a quotient",
        ),
    )
)

sign_of_the_mean = (
    Derivation("The entropy of the von Mises density with a wrong sign")
    .start(H(p))
    .eq(log(2 * pi * bessel_i0(kappa)) + kappa * resultant, expect="refuted")
)

angle_lost = (
    Derivation("The KL divergence of two von Mises densities without their angle")
    .start(KL(p, q))
    .eq(log(bessel_i0(eta) / bessel_i0(kappa)) + resultant * (kappa - eta), expect="refuted")
)

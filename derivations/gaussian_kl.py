"""The KL divergence between two normal densities on R^k, by the trace trick."""

from symkl import *

k = Dimension("k")
mu_p, mu_q = vectors("mu_p mu_q", k)
Sigma_p, Sigma_q = SPD("Sigma_p", k), SPD("Sigma_q", k)
p = Gaussian("p", mu_p, Sigma_p)
q = Gaussian("q", mu_q, Sigma_q)
x = k.point("x")
E_p = E(p, x)

half = Rational(1, 2)
from_mu_p, from_mu_q = x - mu_p, x - mu_q
form_p = quadratic_form(from_mu_p, Sigma_p.inv())
form_q = quadratic_form(from_mu_q, Sigma_q.inv())
log_ratio = log(det(Sigma_q) / det(Sigma_p))

normal_density = (
    Derivation("The normal density on R^k")
    .start(p(x))
    .eq(
        1 / ((2 * pi) ** (k / 2) * det(Sigma_p) ** half) * exp(-half * form_p),
        by="normal density",
        ref="G0",
    )
)

kl_as_expectations = (
    Derivation("The Gaussian KL divergence as three expectations")
    .start(KL(p, q))
    .eq(
        E_p(log(p(x)) - log(q(x))),
        by=(definition(KL), definition(E), "log of a quotient"),
        ref="G1",
    )
    .eq(E_p(half * log_ratio - half * form_p + half * form_q), by="normal density", ref="G2")
    .eq(
        half * E_p(log_ratio) - half * E_p(form_p) + half * E_p(form_q),
        by="linearity of expectation",
        ref="G3",
    )
    .eq(
        half * log_ratio - half * E_p(form_p) + half * E_p(form_q),
        by="expectation of a constant",
        ref="G4",
    )
)

quadratic_form_as_trace = (
    Derivation("A quadratic form is a trace")
    .start(form_p)
    .eq(trace(form_p), by="scalar is its own trace", ref="R1")
    .eq(trace(from_mu_p * from_mu_p.T * Sigma_p.inv()), by="cyclic trace", ref="R2")
)

second_term = (
    Derivation("The mean of half the quadratic form of p is k/2")
    .start(half * E_p(form_p))
    .eq(half * E_p(trace(from_mu_p * from_mu_p.T * Sigma_p.inv())), by="trace trick", ref="K0")
    .eq(
        half * trace(E_p(from_mu_p * from_mu_p.T * Sigma_p.inv())),
        by="expectation and trace commute",
        ref="K1",
    )
    .eq(
        half * trace(E_p(from_mu_p * from_mu_p.T) * Sigma_p.inv()),
        by="constants leave the expectation",
        ref="K2",
    )
    .eq(half * trace(Sigma_p * Sigma_p.inv()), by="definition of the covariance", ref="K3")
    .eq(half * trace(Identity(k)), by="inverse", ref="K4")
    .eq(k / 2, by="trace of the identity", ref="K5")
)

third_term = (
    Derivation("The mean of the quadratic form of q under p")
    .start(E_p(form_q))
    .eq(
        quadratic_form(mu_p - mu_q, Sigma_q.inv()) + trace(Sigma_q.inv() * Sigma_p),
        by=("moments", "cyclic trace"),
        ref="Q0",
    )
)

third_term_step_by_step = (
    Derivation("The mean of the quadratic form of q under p, step by step")
    .start(E_p(form_q))
    .eq(E_p(trace(form_q)), by="scalar is its own trace", ref="Q1")
    .eq(E_p(trace(Sigma_q.inv() * from_mu_q * from_mu_q.T)), by="cyclic trace", ref="Q2")
    .eq(
        trace(Sigma_q.inv() * E_p(from_mu_q * from_mu_q.T)),
        by=("expectation and trace commute", "factoring out"),
        ref="Q3",
    )
    .eq(
        trace(Sigma_q.inv() * E_p(x * x.T - mu_q * x.T - x * mu_q.T + mu_q * mu_q.T)),
        by="expansion of the outer product",
        ref="Q4",
    )
    .eq(
        trace(
            Sigma_q.inv()
            * (Sigma_p + mu_p * mu_p.T - mu_q * mu_p.T - mu_p * mu_q.T + mu_q * mu_q.T)
        ),
        by="moments",
        ref="Q5",
    )
    .eq(
        trace(Sigma_q.inv() * Sigma_p + Sigma_q.inv() * (mu_p - mu_q) * (mu_p - mu_q).T),
        by="algebra",
        ref="Q6",
    )
    .eq(
        trace(Sigma_q.inv() * Sigma_p) + quadratic_form(mu_p - mu_q, Sigma_q.inv()),
        by=("linearity of the trace", "cyclic trace"),
        ref="Q7",
    )
)

gaussian_kl = (
    Derivation("The KL divergence between two normal densities")
    .start(KL(p, q))
    .eq(
        E_p(log(p(x)) - log(q(x))),
        by=(definition(KL), definition(E), "log of a quotient"),
    )
    .eq(
        half * log_ratio - half * E_p(form_p) + half * E_p(form_q),
        by=("normal density", "expectation of a constant"),
    )
    .eq(
        half
        * (
            log_ratio
            - k
            + quadratic_form(mu_p - mu_q, Sigma_q.inv())
            + trace(Sigma_q.inv() * Sigma_p)
        ),
        by=(second_term, third_term),
        ref="X1",
    )
)

standard = StandardNormal("q", k)

kl_from_the_standard_normal = (
    Derivation("The KL divergence of a normal density from the standard one")
    .start(KL(p, standard))
    .eq(
        E_p(log(p(x)) - log(standard(x))),
        by=(definition(KL), definition(E), "log of a quotient"),
    )
    .eq(
        half * (mu_p.T * mu_p + trace(Sigma_p) - k - log(det(Sigma_p))),
        by=("normal density", "moments", "cyclic trace", "inverse", "trace of the identity"),
        ref="P1",
    )
)

third_term_again = (
    Derivation("The mean of the quadratic form of q under p, once more")
    .start(E_p(form_q))
    .eq(
        quadratic_form(mu_p - mu_q, Sigma_q.inv()) + trace(Sigma_q.inv() * Sigma_p),
        by=third_term_step_by_step,
        ref="Q0b",
    )
)

third_term_for_equal_densities = (
    Derivation("For equal densities the third term is the dimension")
    .start(trace(Sigma_p.inv() * Sigma_p) + quadratic_form(mu_p - mu_p, Sigma_p.inv()))
    .eq(k, by=("inverse", "trace of the identity"), ref="E1")
    .eq(H(p), expect="refuted", ref="E2")
)

entropy_of_the_normal = (
    Derivation("The entropy of the normal density")
    .start(H(p))
    .eq(-E_p(log(p(x))), by=definition(H))
    .eq(
        k / 2 * log(2 * pi) + half * log(det(Sigma_p)) + half * E_p(form_p),
        by=("normal density", "normalisation"),
    )
    .eq(
        k / 2 * log(2 * pi * exp(1)) + half * log(det(Sigma_p)),
        by=("moments", "inverse", "trace of the identity", "log of a product"),
    )
)

"""All that a proof may rest on, by name: facts, laws of the normal form, what is always allowed."""

from __future__ import annotations

from symkl.kernel.convexity import CONVEXITY
from symkl.kernel.facts import BASIC, Fact
from symkl.kernel.information import INFORMATION
from symkl.kernel.loewner import LOEWNER
from symkl.kernel.spectra import SPECTRA

EVERY = (*BASIC, *SPECTRA, *LOEWNER, *INFORMATION, *CONVEXITY)
FACTS: dict[str, Fact] = {fact.name: fact for fact in EVERY}
# Each is used only where the normal form asks whether it is allowed, and is recorded then.
LAWS: dict[str, str] = {
    "conditional": "p(a|b) = p(a,b) / p(b) where p(b) > 0",
    "cyclic_trace": "tr A = sum_i A_ii",
    "definition_cross_entropy": "H(P,Q) = -sum P log Q",
    "definition_density": "log p(x) = -(k log 2 pi + log det S + (x-m)^T S^-1 (x-m)) / 2, p "
    "normal; the log-densities of named families where they are positive",
    "definition_entropy": "H(A|B) = -sum p(a,b) log p(a|b)",
    "definition_kl": "D(P||Q) = sum P log(P/Q)",
    "definition_mutual_information": "I(A;B|C) = sum p(a,b,c) log(p(a,b|c) / (p(a|c) p(b|c)))",
    "delta": "sum_j delta_ij f(j) = f(i)",
    "given_definition": "m_ij = T_ij where m = T is given of a matrix m that is not in T; "
    "s = t where that is given of a number s and finite sums t; t may be of means under laws that "
    "are of no family",
    "given_product": "sum_k A_ik B_kj = R_ij where A B = R is given, R of one matrix at most; "
    "B A = I and A^-1 = B where A B = I is given of square matrices",
    "independence": "p(a,b) = p(a) p(b) for groups declared independent",
    "inverse": "sum_j S_ij (S^-1)_jl = delta_il for invertible S",
    "log_of_product": "log(c a^r b^s) = log c + r log a + s log b for positive a, b, c",
    "log_of_reciprocal": "log(1/a) = -log a for positive a",
    "marginalisation": "sum_a p(a,b) = p(b)",
    "moments": "moments of a normal law by Isserlis: E x_i = m_i, E x_i x_j = S_ij + m_i m_j, ...; "
    "means of the statistics of a named family",
    "normalisation": "sum_a p(a) = 1 for a pmf, density or channel",
    "rank_one": "det(R + u v^T) = det R (1 + v^T R^-1 u) and (R + u v^T)^-1 = "
    "R^-1 - R^-1 u v^T R^-1 / (1 + v^T R^-1 u) for invertible R",
    "recurrence": "log Gamma(t+1) = log Gamma(t) + log t, psi(t+1) = psi(t) + 1/t for t > 0",
    "scalar_trace": "tr a = a for a number a",
    "size_of_space": "sum_x 1 = |X|",
    "special_values": "|t| = |-t|, |t| = t for t > 0, |0| = 0, cos t = cos(-t), cos 0 = 1",
}
ALWAYS: tuple[str, ...] = (
    "polynomials: sums, products, whole powers, and what cancels",
    "sums and integrals are linear; names and order of bound points do not matter",
    "numbers may leave a sum that does not bind their points; independent sums multiply",
    "matrices are read by their entries: (AB)_ij = sum_l A_il B_lj, (A^T)_ij = A_ji",
    "det(AB) = det A det B, det(cA) = c^k det A, det A^T = det A, det A^-1 = 1 / det A",
    "(AB)^-1 = B^-1 A^-1, (A^T)^-1 = (A^-1)^T, (A^-1)^-1 = A",
    "a matrix declared diagonal: S_ij = delta_ij s_i, det S = exp sum_i log s_i; s_i = s for s I",
    "E f = sum p f, and the integral of p f for a density",
    "exp(a + b) = exp a exp b, exp(r log a) = a^r, log exp a = a, log 1 = 0, a^r = exp(r log a)",
    "a probability that is 0 makes its product 0, whatever the other factors are (0 log 0 = 0)",
    "where a joint probability is positive so are its marginals, and what it is continuous to",
    "sizes of spaces are at least 1; pi, e, exponentials are positive; det S, S_ii for definite S",
)

"""Implementations, right and wrong on purpose, of formulas that the tests hold them against."""

from __future__ import annotations

import math

import numpy as np

from symkl import KL, SPD, Dimension, FiniteSpace, Gaussian, H, I, channel, joint, vectors

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y", size="m")
P, Q = X.pmfs("P Q")
P0 = X.pmf("P", support="any")
W = X.weight("W")
x, y = X.point("x"), Y.point("y")
p = joint("p", X, Y)
p0 = joint("p", X, Y, support="any")
X_, Y_ = p.variables
V = channel("V", Y, X)
k = Dimension("k")
m0, m1 = vectors("m0 m1", k)
S0, S1 = SPD("S0", k), SPD("S1", k)
N0, N1 = Gaussian("N0", m0, S0), Gaussian("N1", m1, S1)
GAUSSIAN_INPUTS = [m0, S0, m1, S1]


def kl(p, q):
    return np.sum(p * np.log(p / q))


def kl_by_differences(p, q):
    """Accurate near p = q as well: there q (t log t - t + 1) by its series in t - 1."""
    near = np.abs(p - q) < 1e-3 * q
    t = np.where(near, (p - q) / q, 0)
    series = q * t**2 * (1 / 2 - t / 6 + t**2 / 12 - t**3 / 20 + t**4 / 30)
    return np.sum(np.where(near, series, p * np.log(p / q) - (p - q))) + np.sum(p - q)


def kl_in_bits(p, q):
    return np.sum(p * np.log2(p / q))


def kl_to_base_ten(p, q):
    return np.sum(p * np.log10(p / q))


def kl_negative(p, q):
    return np.sum(p * np.log(q / p))


def kl_halved(p, q):
    return 0.5 * kl(p, q)


def kl_swapped(p, q):
    return kl(q, p)


def kl_as_mean(p, q):
    return np.mean(p * np.log(p / q))


def kl_without_weights(p, q):
    return np.sum(np.log(p / q))


def kl_smoothed(p, q):
    return np.sum(p * np.log((p + 1e-10) / (q + 1e-10)))


def kl_divisor_smoothed(p, q):
    return np.sum(p * np.log(p / (q + 1e-6)))


def kl_clipped(p, q):
    return np.sum(p * np.log(p / np.clip(q, 1e-8, None)))


def kl_in_place(p, q):
    p /= p.sum() * 1.0000001
    return kl(p, q)


def kl_terms(p, q):
    return p * np.log(p / q)


def kl_underflowing(p, q):
    return np.sum(p * np.log(p * p / (p * q)))


def kl_raising(p, q):
    if len(p) > 2:
        raise RuntimeError("too long")
    return kl(p, q)


def kl_in_plain_python(p, q):
    return math.fsum(a * math.log(a / b) for a, b in zip(p, q, strict=True))


def entropy(p):
    return -np.sum(p[p > 0] * np.log(p[p > 0]))


def entropy_without_zeros(p):
    return -np.sum(p * np.log(p))


def mutual_information(p):
    return np.sum(p * np.log(p / np.outer(p.sum(1), p.sum(0))))


def conditional_entropy(p):
    return -np.sum(p * np.log(p / p.sum(1, keepdims=True)))


def conditional_entropy_of_the_other(p):
    return -np.sum(p * np.log(p / p.sum(0, keepdims=True)))


def batched(p, q):
    return np.sum(p * np.log(p / q), axis=-1)


def batched_along_the_first(p, q):
    return np.sum(p * np.log(p / q), axis=0)


def gaussian_kl(m0, S0, m1, S1, half=0.5, half_log=0.5, sign=1, dimension=1, inverse=np.linalg.inv):
    step, precision = m1 - m0, inverse(S1)
    log_ratio = np.linalg.slogdet(S1)[1] - np.linalg.slogdet(S0)[1]
    traced = np.trace(precision @ S0) + step @ precision @ step - dimension * len(m0)
    return half * traced + sign * half_log * log_ratio


def gaussian_entropy(m0, S0):
    return 0.5 * (np.linalg.slogdet(S0)[1] + len(m0) * math.log(2 * math.pi * math.e))


KL_, H_, I_ = KL(P, Q), H(P0), I(X_, Y_)
GAUSSIAN = KL(N0, N1)

"""Derivatives are worked out: right ones are proved, wrong ones refuted, others not read."""

from __future__ import annotations

import pytest
from conftest import Judge

NORMAL = r"Let $p(x) = \mathcal{N}(x; \mu, \Sigma)$."
VECTORS = r"Let $x, a \in \mathbb{R}^n$ be vectors and let $A$ and $B$ be $n \times n$ matrices."
CASES = {
    "linear form": (VECTORS, r"\nabla_x (a^\top x) = a", r"\nabla_x (a^\top x) = 2a"),
    "quadratic form": (
        VECTORS,
        r"\nabla_x x^\top A x = (A + A^\top) x",
        r"\nabla_x x^\top A x = 2 A x",
    ),
    "as a fraction": (
        VECTORS,
        r"\frac{\partial x^\top A x}{\partial x} = (A + A^\top) x",
        r"\frac{\partial x^\top A x}{\partial x} = (A - A^\top) x",
    ),
    "sign before": (
        VECTORS,
        r"\frac{\partial}{\partial x} x^\top A x = A x + A^\top x",
        r"\frac{\partial}{\partial x} x^\top A x = A x",
    ),
    "sum in brackets": (
        VECTORS,
        r"\nabla_x (\tfrac12 x^\top x - a^\top x) = x - a",
        r"\nabla_x (\tfrac12 x^\top x - a^\top x) = 2x - a",
    ),
    "norm": (VECTORS, r"\nabla_x \|x - a\|^2 = 2(x - a)", r"\nabla_x \|x - a\|^2 = x - a"),
    "trace": (
        VECTORS,
        r"\nabla_A \operatorname{tr}(A B) = B^\top",
        r"\nabla_A \operatorname{tr}(A B) = B",
    ),
    "determinant": (
        r"Let $A$ be an invertible matrix.",
        r"\nabla_A \log\det A = A^{-\top}",
        r"\nabla_A \log\det A = A^{-1}",
    ),
    "inverse": (
        r"Let $A$ be an invertible $n \times n$ matrix and let $B$ be an $n \times n$ matrix.",
        r"\nabla_A \operatorname{tr}(A^{-1} B) = -(A^{-1} B A^{-1})^\top",
        r"\nabla_A \operatorname{tr}(A^{-1} B) = (A^{-1} B A^{-1})^\top",
    ),
    "score": (
        NORMAL,
        r"\nabla_\mu \log p(x) = \Sigma^{-1}(x-\mu)",
        r"\nabla_\mu \log p(x) = 2\Sigma^{-1}(x-\mu)",
    ),
    "by the point": (
        NORMAL,
        r"\nabla_x \log p(x) = -\Sigma^{-1}(x-\mu)",
        r"\nabla_x \log p(x) = \Sigma^{-1}(x-\mu)",
    ),
    "mean of the score": (
        NORMAL,
        r"\mathbb{E}_p[(\nabla_\mu \log p(x)) (\nabla_\mu \log p(x))^\top] = \Sigma^{-1}",
        r"\mathbb{E}_p[(\nabla_\mu \log p(x)) (\nabla_\mu \log p(x))^\top] = \Sigma",
    ),
    "variance": (
        "",
        r"\frac{\partial}{\partial\sigma^2} \log\mathcal{N}(x;\mu,\sigma^2)"
        r"= -\frac{1}{2\sigma^2} + \frac{(x-\mu)^2}{2\sigma^4}",
        r"\frac{\partial}{\partial\sigma^2} \log\mathcal{N}(x;\mu,\sigma^2)"
        r"= -\frac{1}{\sigma^2} + \frac{(x-\mu)^2}{2\sigma^4}",
    ),
    "deviation": (
        "",
        r"\frac{\partial}{\partial\sigma} \log\mathcal{N}(x;\mu,\sigma^2)"
        r"= -\frac{1}{\sigma} + \frac{(x-\mu)^2}{\sigma^3}",
        r"\frac{\partial}{\partial\sigma} \log\mathcal{N}(x;\mu,\sigma^2)"
        r"= -\frac{1}{\sigma} + \frac{(x-\mu)^2}{2\sigma^3}",
    ),
    "number": ("", r"\frac{d}{dx} (x^3 + 2x) = 3x^2 + 2", r"\frac{d}{dx} (x^3 + 2x) = 3x^2"),
    "logarithm": ("", r"\frac{d}{dt} \log t = \frac{1}{t}", r"\frac{d}{dt} \log t = -\frac{1}{t}"),
    "least squares": (
        "",
        r"\nabla_w \|y - Aw\|^2 = -2A^\top (y - Aw)",
        r"\nabla_w \|y - Aw\|^2 = -A^\top (y - Aw)",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_derivatives(judged: Judge, name: str) -> None:
    said, true, false = CASES[name]
    for formula, verdict in ((true, "proved"), (false, "refuted")):
        found = judged(f"{said}\n\n$$ {formula} $$\n")
        assert found[-1].verdict == verdict, found


SPD = (
    r"Let $\Sigma \in \mathbb{R}^{n \times n}$ be symmetric positive definite, "
    r"$x, \mu \in \mathbb{R}^n$."
)
SECOND = {
    "quadratic form": (
        SPD,
        r"\nabla_x^2 (x^\top\Sigma x) = 2\Sigma",
        r"\nabla_x^2 (x^\top\Sigma x) = \Sigma",
    ),
    "not symmetric": (
        VECTORS,
        r"\nabla^2_x (x^\top A x) = A + A^\top",
        r"\nabla^2_x (x^\top A x) = 2A",
    ),
    "as a fraction": (
        SPD,
        r"\frac{\partial^2}{\partial\mu\,\partial\mu^\top}"
        r"\left(-\frac12(x-\mu)^\top\Sigma^{-1}(x-\mu)\right) = -\Sigma^{-1}",
        r"\frac{\partial^2}{\partial\mu\,\partial\mu^\top}"
        r"\left(-\frac12(x-\mu)^\top\Sigma^{-1}(x-\mu)\right) = \Sigma^{-1}",
    ),
    "mixed": (
        SPD,
        r"\frac{\partial^2}{\partial x\partial\mu^\top}"
        r"(x-\mu)^\top\Sigma^{-1}(x-\mu) = -2\Sigma^{-1}",
        r"\frac{\partial^2}{\partial x\partial\mu^\top}"
        r"(x-\mu)^\top\Sigma^{-1}(x-\mu) = 2\Sigma^{-1}",
    ),
    "two gradients": (
        NORMAL,
        r"\nabla_\mu\nabla_\mu^\top \log p(x) = -\Sigma^{-1}",
        r"\nabla_\mu\nabla_\mu^\top \log p(x) = \Sigma^{-1}",
    ),
    "numbers times a vector": (
        VECTORS,
        r"\nabla_x^2 (x^\top x)^2 = 8xx^\top + 4x^\top x I",
        r"\nabla_x^2 (x^\top x)^2 = 4xx^\top + 4x^\top x I",
    ),
    "a quotient": (
        VECTORS,
        r"\nabla_x^2 e^{-\frac12x^\top x} = (xx^\top - I)e^{-\frac12x^\top x}",
        r"\nabla_x^2 e^{-\frac12x^\top x} = (xx^\top + I)e^{-\frac12x^\top x}",
    ),
    "number": ("", r"\frac{d^2}{dt^2} t^3 = 6t", r"\frac{d^2}{dt^2} t^3 = 3t^2"),
    "numbers": (
        "",
        r"\frac{\partial^2 (s^2t)}{\partial s\,\partial t} = 2s",
        r"\frac{\partial^2 (s^2t)}{\partial s\,\partial t} = s^2",
    ),
    "deviation": (
        "",
        r"\frac{\partial^2}{\partial\sigma^2} \log\mathcal{N}(x;\mu,\sigma^2)"
        r"= \frac{1}{\sigma^2} - \frac{3(x-\mu)^2}{\sigma^4}",
        r"\frac{\partial^2}{\partial\sigma^2} \log\mathcal{N}(x;\mu,\sigma^2)"
        r"= \frac{1}{2\sigma^4} - \frac{(x-\mu)^2}{\sigma^6}",
    ),
    "Fisher information": (
        "",
        r"-\mathbb{E}\left[\frac{\partial^2}{\partial\mu^2} \log\mathcal{N}(X;\mu,\sigma^2)\right]"
        r"= \frac{1}{\sigma^2}",
        r"-\mathbb{E}\left[\frac{\partial^2}{\partial\mu^2} \log\mathcal{N}(X;\mu,\sigma^2)\right]"
        r"= \sigma^2",
    ),
}


@pytest.mark.parametrize("name", SECOND)
def test_second_derivatives(judged: Judge, name: str) -> None:
    said, true, false = SECOND[name]
    for formula, verdict in ((true, "proved"), (false, "refuted")):
        found = judged(f"{said}\n\n$$ {formula} $$\n")
        assert found[-1].verdict == verdict, found


def test_a_second_derivative_by_one_number_of_another_may_be_total(judged: Judge) -> None:
    assert judged(r"$$ \frac{d^2}{dt^2} (a t^2) = a $$")[-1].verdict == "undecided"


SYMMETRIC = {
    r"\frac{\partial}{\partial\Sigma} \log|\Sigma| = \Sigma^{-1}": "proved",
    r"\frac{\partial \log\det\Sigma}{\partial\Sigma} = \Sigma^{-1}": "proved",
    r"\frac{\partial}{\partial\Sigma} \log|\Sigma| = 2\Sigma^{-1}": "undecided",  # some say so
    r"\frac{\partial}{\partial\Sigma} \operatorname{tr}(\Sigma B) = B^\top": "unread",
}


@pytest.mark.parametrize("formula", SYMMETRIC)
def test_by_a_symmetric_matrix_authors_differ(judged: Judge, formula: str) -> None:
    assert judged(f"$$ {formula} $$\n")[-1].verdict == SYMMETRIC[formula]


UNREAD = {
    r"\frac{\partial \mathcal{L}}{\partial \theta} = 0": "SK401",
    r"\nabla_\theta \mathbb{E}_{p_\theta}[f(x)] = 0": "SK401",
    r"\nabla_\theta p_\theta(x) = p_\theta(x) \nabla_\theta \log p_\theta(x)": "SK401",
    r"\nabla_x (x^\top x) (a^\top x) = 2x": "SK201",
    r"\frac{\partial^3}{\partial t^3} t^3 = 6": "SK401",
    r"\frac{\partial^2}{\partial t} t^3 = 6t": "SK401",
    r"\frac{\partial}{\partial s \partial t} (s t) = 1": "SK401",
    r"\nabla^3_x (x^\top x) = 0": "SK401",
    r"\nabla_x^2 (x^\top x x) = 2x": "SK401",
    r"\frac{\partial^2 f}{\partial x^2} = 0": "SK401",
    r"\nabla^2 f(x) = 0": "SK401",
    r"\frac{\partial}{\partial x^\top} x^\top x = 2x^\top": "SK401",
    r"\nabla f(x) = 0": "SK401",
}


@pytest.mark.parametrize("formula", UNREAD)
def test_what_is_not_worked_out_is_not_read(judged: Judge, formula: str) -> None:
    (step,) = judged(f"$$ {formula} $$\n")
    assert step.verdict == "unread"
    assert UNREAD[formula] in {found.code for found in step.diagnoses}


def test_the_result_is_told(judged: Judge) -> None:
    (step,) = judged(rf"{NORMAL}$$ \nabla_\mu \log p(x) = \Sigma^{{-1}}(x-\mu) $$")
    assert any("is worked out as Sigma^-1 (x - mu)" in d.message for d in step.diagnoses)


def test_what_else_may_depend_on_the_variable_keeps_from_refuting(judged: Judge) -> None:
    (step,) = judged(r"$$ \frac{d}{dx} (x z) = z + 1 $$")
    assert step.verdict == "undecided"


def test_what_a_given_equation_moves_is_not_held_constant(judged: Judge) -> None:
    given = "Let $y = x^2$ and let $x$ be a real number.\n\n"
    (moved,) = judged(f"{given}$$ \\frac{{d}}{{dx}} (x y) = y $$")
    assert moved.verdict == "unread"
    (constant,) = judged("Let $a$ be a number.\n\n$$ \\frac{d}{dx} (a x) = a $$")
    assert constant.verdict == "proved"


def test_a_derivative_is_no_name_for_its_variable(judged: Judge) -> None:
    text = "Let $x$, $y$ be numbers.\n\n$$ \\frac{\\partial}{\\partial x} (x y) = x $$"
    (step,) = judged(text)
    assert step.verdict == "undecided"

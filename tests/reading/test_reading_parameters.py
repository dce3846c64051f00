"""Normal laws whose parameters are expressions, and densities that are named by their variable."""

from __future__ import annotations

import pytest
from conftest import Judge

LOG_DENSITY = r"-\frac{k}{2}\log 2\pi - \frac12 \log|R|"
TRUE = {
    "mean of a density": (
        rf"$$ \log \mathcal{{N}}(y; Ax+b, R) = {LOG_DENSITY}"
        r"- \frac12 (y - Ax - b)^\top R^{-1} (y - Ax - b) $$"
    ),
    "conditional law": (
        r"Let $p(y|x) = \mathcal{N}(y; Ax+b, R)$."
        rf"$$ \log p(y|x) = {LOG_DENSITY} - \frac12 (y-Ax-b)^\top R^{{-1}} (y-Ax-b) $$"
    ),
    "difference of means": (
        r"$$ D_{KL}(\mathcal{N}(Ax, \Sigma) \| \mathcal{N}(Bx, \Sigma)) "
        r"= \frac12 (Ax-Bx)^\top \Sigma^{-1} (Ax-Bx) $$"
    ),
    "marginal": (
        r"Let $p(y) = \mathcal{N}(y; A\mu + b, A\Sigma A^\top + R)$."
        r"$$ \mathbb{E}_p[yy^\top] = A\Sigma A^\top + R + (A\mu+b)(A\mu+b)^\top $$"
    ),
    "precision": (
        r"$$ \log \mathcal{N}(x; \mu, \Lambda^{-1}) = -\frac{k}{2}\log 2\pi + \frac12\log|\Lambda|"
        r"- \frac12 (x-\mu)^\top\Lambda(x-\mu) $$"
    ),
    "number": (
        r"$$ \log \mathcal{N}(y; ax+b, \sigma^2) = -\frac12 \log(2\pi\sigma^2)"
        r"- \frac{(y-ax-b)^2}{2\sigma^2} $$"
    ),
    "network": (
        r"Let $p_\theta(x|z) = \mathcal{N}(x; f_\theta(z), \sigma^2 I)$ with $x \in \mathbb{R}^d$."
        r"$$ \log p_\theta(x|z) = -\frac d2\log(2\pi\sigma^2)"
        r"- \frac{1}{2\sigma^2} \|x - f_\theta(z)\|^2 $$"
    ),
    "encoder": (
        r"Let $q(z|x) = \mathcal{N}(z; \mu(x), \mathrm{diag}(\sigma^2(x)))$ and "
        r"$p(z) = \mathcal{N}(z; 0, I)$."
        r"$$ D_{KL}(q(z|x) \| p(z)) "
        r"= \frac12\sum_{j=1}^k (\mu_j(x)^2 + \sigma_j^2(x) - \log\sigma_j^2(x) - 1) $$"
    ),
    "variable with its density": (
        r"Let $x \sim \mathcal{N}(0, \sigma^2 I)$ with density $p$, $x \in \mathbb{R}^d$."
        r"$$ \log p(x) = -\frac d2\log(2\pi\sigma^2) - \frac{1}{2\sigma^2} x^\top x $$"
    ),
    "variable alone": (
        r"Let $X \sim \mathcal{N}(0, \Sigma)$. Then"
        r"$$ \log p(x) = -\frac k2 \log(2\pi) - \frac12\log|\Sigma| - \frac12 x^\top\Sigma^{-1}x $$"
    ),
}
FALSE = {
    "mean of a density": (r"- b)^\top", r"+ b)^\top"),
    "conditional law": ("(y-Ax-b)$$", "(y-Ax-b) $$"),
    "difference of means": (r"\Sigma^{-1} (", r"\Sigma ("),
    "marginal": (r"+ (A\mu+b)(A\mu+b)^\top", ""),
    "precision": (r"+ \frac12\log", r"- \frac12\log"),
    "number": ("(y-ax-b)^2", "(y-ax+b)^2"),
    "network": (r"- \frac{1}{2\sigma^2}", r"+ \frac{1}{2\sigma^2}"),
    "encoder": (r" - 1)", ")"),
    "variable with its density": (r"\frac{1}{2\sigma^2}", r"\frac{1}{\sigma^2}"),
    "variable alone": (r"- \frac12 x", "- x"),
}


@pytest.mark.parametrize("name", TRUE)
def test_true(judged: Judge, name: str) -> None:
    found = judged(TRUE[name])
    assert [step.verdict for step in found] == ["proved"], found


@pytest.mark.parametrize("name", [name for name in FALSE if FALSE[name][0] in TRUE[name]])
def test_false(judged: Judge, name: str) -> None:
    found = judged(TRUE[name].replace(*FALSE[name]))
    assert [step.verdict for step in found] == ["refuted"], found


NOT_REFUTED = {
    "another law of the variable": (
        r"Let $x \sim \mathcal{N}(0, I)$ and let $q$ be another density."
        r"$$ D_{KL}(p(x)\|q(x)) = \int p(x) \log \frac{p(x)}{q(x)} dx $$"
        r"$$ \log p(x) = -\frac k2 \log(2\pi) - \frac12 x^\top x $$"
    ),
    "what a variable is": (
        r"We have $y = Ax + b + \varepsilon$ with $\varepsilon \sim \mathcal{N}(0, R)$, and "
        r"$p(y|x) = \mathcal{N}(y; Ax+b, R)$."
        rf"$$ \log p(y|x) = {LOG_DENSITY} - \frac12 (y-Ax-b)^\top R^{{-1}} (y-Ax-b) $$"
    ),
    "a mean that is bound": (
        r"Let $x \sim p$ and $z \sim \mathcal{N}(0, I)$. Then $y = x + \sigma z$ has the density"
        r"$$ p(y) = \int p(x) \mathcal{N}(y; x, \sigma^2 I) dx $$"
    ),
    "parameters of one side": (
        r"$$ \mathcal{N}(x; a, A) \, \mathcal{N}(x; b, B) "
        r"= \mathcal{N}(a; b, A+B) \, \mathcal{N}(x; c, C) $$"
    ),
    "a mean at every point": (
        r"Let $p(x) = \mathcal{N}(x; \mu, \Sigma)$ and $p(y|x) = \mathcal{N}(y; Ax, R)$."
        r"$$ \int p(y|x) p(x) dx = \mathcal{N}(y; A\mu, R) $$"
    ),
}


@pytest.mark.parametrize("name", NOT_REFUTED)
def test_what_is_not_worked_in_refutes_nothing(judged: Judge, name: str) -> None:
    assert "refuted" not in [step.verdict for step in judged(NOT_REFUTED[name])]


def test_expressions_are_told_as_what_is_given(judged: Judge) -> None:
    (step,) = judged(TRUE["mean of a density"])
    assert step.statement.endswith("given m = A x + b")


def test_two_expressions_have_two_names(judged: Judge) -> None:
    (step,) = judged(TRUE["difference of means"])
    assert "given m = A x, m' = B x" in step.statement

"""The nine doubtful spots of notation: read by its type, or reported with its code."""

from __future__ import annotations

import pytest
from reading_documents import statement, steps, verdict

from symkl.reading.document import Document

# A side, and what the kernel is asked; or the code with which it is refused.
DOUBTFUL: tuple[tuple[str, str], ...] = (
    # 1. a name before a bracket: an application or a product
    (r"p(x) + 1", "p(x) + 1"),
    (r"a(b)", "SK201"),
    (r"a(b + c)", "SK201"),
    (r"a \cdot (b + c)", "a (b + c)"),
    (r"2(b + c)", "2 (b + c)"),
    # 2. how far log, exp, tr and det reach
    (r"\log p(y)", "log p(y)"),
    (r"\log p(y) q(z)", "SK201"),
    (r"\log p(y) + 1", "log p(y) + 1"),
    (r"\log 2 \pi e", "log(2 pi e)"),
    (r"\log \frac{a}{b} c", "SK201"),
    (r"\log(a) c", "log(a) c"),
    (r"\log a / b", "SK201"),
    (r"\exp a", "SK201"),
    # 3. how far sums reach over + and -
    (r"\sum_y p(y) + 1", "sum_y p(y) + 1"),
    (r"\sum_y p(y) - q(y)", "SK201"),
    (r"\sum_y (p(y) - q(y))", "sum_y (p(y) - q(y))"),
    (r"\sum_y p(y) \sum_z p(z)", "sum_y p(y) sum_z p(z)"),
    # 4. a power of an application
    (r"\log(a)^2", "SK201"),
    (r"\log^2 a", "(log a)^2"),
    (r"(\log a)^2", "(log a)^2"),
    (r"p(y)^2", "p(y)^2"),
    # 5. a/b c
    (r"a/b c", "SK201"),
    (r"1/2 c", "1/2 c"),
    (r"a/b + c", "a/b + c"),
    (r"\frac{a}{b} c", "a/b c"),
    # 6. bars
    (r"p(y|z)", "p(y | z)"),
    (r"\log|\Sigma|", "log det(Sigma)"),
    (r"|a|", "(a^2)^(1/2)"),
    (r"|\mathcal{A}|", "SK101"),
    (r"|\Sigma||\Lambda|", "det(Sigma) det(Lambda)"),
    # 7. T, star and prime above
    (r"q^*", "q*"),
    (r"a^2", "a^2"),
    (r"a^{(2)}", "SK401"),
    (r"\theta^t", "SK201"),
    # 8. subscripts
    (r"A_{ij}", "SK401"),
    (r"a_1 + a_2", "a_1 + a_2"),
    (r"\sum_{i=1}^n a_i", "sum_i a(i)"),
    (r"\sum_{i=1}^n \log p(x_i)", "n sum_i freq(i) log p(i)"),
    (r"\sum_{i=1}^n p(x_i)", "sum_i p(i)"),
    # 9. how far an expectation reaches
    (r"\mathbb{E}_q \log q(y)", "E_q[log q(y)]"),
    (r"\mathbb{E}_q q(y) q(z)", "SK201"),
    (r"\mathbb{E}_q[q(y)] + 1", "E_q[q(y)] + 1"),
)


@pytest.mark.parametrize(("side", "expected"), DOUBTFUL)
def test_doubtful_spots_are_read_by_type_or_reported(side: str, expected: str) -> None:
    (step,) = steps(Document("a.md", f"$$ {side} = 1 $$"))
    codes = [found.code for found in step.diagnoses if found.code != "SK501"]
    assert (codes[0] if codes else statement(step).removesuffix(" = 1")) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [(r"\tau(AB) = \tau(BA)", "unread"), (r"\tau (A + B) = \tau A + \tau B", "proved")],
)
def test_a_letter_before_a_product_in_brackets_may_be_a_function(claim: str, expected: str) -> None:
    matrices = "Let $A$ and $B$ be symmetric $k \\times k$ matrices."
    (step,) = steps(Document("a.md", f"{matrices}\n\n$$ {claim} $$"))
    assert verdict(step) == expected

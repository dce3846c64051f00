"""P(x, y) and P(y, x) are one value by name, and two entries of one table by place."""

from __future__ import annotations

import pytest
from reading_documents import steps, verdict

from symkl.reading.document import Document

UNSURE = {
    "alone": "Let $P(x,y)$ be a pmf on $\\mathcal X\\times\\mathcal X$. $$ P(x,y) = P(y,x) $$",
    "numbered": "Let $p(x_1,x_2)$ be a joint pmf. $$ p(x_1,x_2) = p(x_2,x_1) $$",
    "under a sum": "Let $p$, $q$ be joint pmfs. "
    "$$ \\sum_{x,y} q(x,y) p(x,y) \\log q(y,x) = \\sum_{x,y} q(x,y) p(x,y) \\log q(x,y) $$",
}
BY_NAME = {
    "a conditional": "$$ p(x|y) p(y) = p(x,y) = p(y,x) $$",
    "a marginal": "$$ p(x) = \\sum_y p(x,y) = \\sum_y p(y,x) $$",
    "an entropy": "$$ -\\sum_{x,y} p(x,y) \\log p(x,y) "
    "= -\\sum_{x,y} p(y,x) \\log p(y,x) = H(Y,X) $$",
}


def verdicts(text: str) -> set[str]:
    return {verdict(step) for step in steps(Document("a.md", text))}


@pytest.mark.parametrize("name", UNSURE)
def test_two_orders_are_not_read_where_nothing_says_what_they_mean(name: str) -> None:
    assert verdicts(UNSURE[name]) == {"unread"}


@pytest.mark.parametrize("name", BY_NAME)
def test_two_orders_are_one_value_where_names_say_so(name: str) -> None:
    assert verdicts(BY_NAME[name]) == {"proved"}


def test_two_laws_of_one_variable_have_no_order() -> None:
    text = "Let $P$, $Q$ be pmfs on $\\mathcal X$. $$ P(x)Q(y) = Q(y)P(x) $$"
    assert verdicts(text) == {"proved"}

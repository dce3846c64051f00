"""All facts by name: what a combination may rest on."""

from __future__ import annotations

from symkl.kernel.convexity import CONVEXITY
from symkl.kernel.facts import BASIC, Fact
from symkl.kernel.information import INFORMATION

FACTS: dict[str, Fact] = {fact.name: fact for fact in (*BASIC, *INFORMATION, *CONVEXITY)}

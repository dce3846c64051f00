"""The ways in which trusted code refuses: it raises, and never returns a bool to be forgotten."""


class KernelError(Exception):
    """Base of everything that the kernel raises on purpose."""


class IllFormed(KernelError):
    """A term has the wrong shape, an undeclared name or a point of another space."""


class Refused(KernelError):
    """A certificate does not show its claim, or a side condition of a fact does not hold."""


class TooLarge(KernelError):
    """A normal form would exceed the stated size limits; the claim stays undecided."""

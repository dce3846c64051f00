"""Arrays of NumPy, PyTorch, JAX and plain Python, made from exact numbers and read back exactly.

A nested tuple of Fractions stands for an array, a single Fraction for a number.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Nested = Any  # a Fraction, or a tuple of these
Entry = Fraction | float  # a float is an infinity or not a number


class Unreadable(ValueError):
    """What a function returned is no array of real numbers."""


@dataclass(frozen=True)
class Format:
    """A binary floating-point format: bits of the significand, exponent of the least normal."""

    name: str
    bits: int
    least: int

    @property
    def eps(self) -> Fraction:
        """The distance from 1 to the next larger number."""
        return Fraction(1, 2 ** (self.bits - 1))

    @property
    def smallest(self) -> Fraction:
        """The smallest positive normal number."""
        return Fraction(1, 2**-self.least)

    @property
    def largest(self) -> Fraction:
        """A power of two near the largest number."""
        return Fraction(2 ** (-self.least))

    def ulp(self, value: Fraction) -> Fraction:
        """The distance between neighbouring numbers of the format at the value."""
        size = max(abs(value), self.smallest)
        exponent = size.numerator.bit_length() - size.denominator.bit_length()
        if Fraction(2) ** exponent > size:
            exponent -= 1
        return Fraction(2) ** (exponent - self.bits + 1)


FORMATS = {
    name: Format(name, bits, least)
    for name, bits, least in (
        ("float16", 11, -14),
        ("bfloat16", 8, -126),
        ("float32", 24, -126),
        ("float64", 53, -1022),
    )
}
WIDER = {"float16": "float32", "bfloat16": "float32", "float32": "float64", "float64": "longdouble"}


def format_of(dtype: Any) -> Format:
    """The format of a dtype: its name, or a dtype of NumPy, PyTorch or JAX.

    Raises ValueError for anything that is no real floating-point format.
    """
    name = dtype if isinstance(dtype, str) else getattr(dtype, "__name__", None) or str(dtype)
    name = name.rpartition(".")[2]  # torch.float32
    name = {"float": "float64", "double": "float64", "half": "float16"}.get(name, name)
    if name in FORMATS:
        return FORMATS[name]
    if name in ("longdouble", "float128", "float96"):
        import numpy

        found = numpy.finfo(numpy.longdouble)
        # The range is that of double: exact numbers beyond it have thousands of digits.
        return Format("longdouble", int(found.nmant) + 1, max(int(found.minexp), -1022))
    raise ValueError(f"dtype is one of {', '.join([*FORMATS, 'longdouble'])}, not {dtype!r}")


# --- making ---------------------------------------------------------------------------------------


def _numpy(value: Nested, form: Format) -> Any:
    import numpy

    kind = getattr(numpy, form.name, None)
    if kind is None:
        raise ValueError(f"NumPy has no {form.name}")
    made = _rounded(value, kind) if form.name == "longdouble" else _floats(value)
    return numpy.asarray(made, dtype=kind) if isinstance(value, tuple) else kind(made)


def _torch(value: Nested, form: Format) -> Any:
    import torch

    return torch.tensor(_floats(value), dtype=getattr(torch, form.name))


def _jax(value: Nested, form: Format) -> Any:
    import jax

    if form.bits > 24 and not jax.config.jax_enable_x64:
        raise ValueError(
            f"JAX makes float32 of {form.name}: "
            'call jax.config.update("jax_enable_x64", True), or say dtype="float32"'
        )
    return jax.numpy.asarray(_floats(value), dtype=form.name)


def _python(value: Nested, form: Format) -> Any:
    if form.name != "float64":
        raise ValueError(
            f'numbers of plain Python are float64, not {form.name}: say arrays="numpy"'
        )
    return _floats(value)


def _floats(value: Nested) -> Any:
    if isinstance(value, tuple):
        return [_floats(item) for item in value]
    return value.numerator / value.denominator  # correctly rounded


def _rounded(value: Nested, kind: Callable[[Any], Any]) -> Any:
    """A number of a wider format, as the sum of two doubles."""
    if isinstance(value, tuple):
        return [_rounded(item, kind) for item in value]
    high = _floats(value)
    return kind(high) + kind(_floats(value - Fraction(high)))


MAKERS: dict[str, Callable[[Nested, Format], Any]] = {
    "numpy": _numpy,
    "torch": _torch,
    "jax": _jax,
    "python": _python,
}


def made(value: Nested, arrays: str, form: Format) -> Any:
    """The array (or number) of a framework that is nearest to these exact numbers."""
    return MAKERS[arrays](value, form)


# --- reading --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Read:
    """An array as it was found: its entries in a row, its shape, its format if it has one."""

    entries: tuple[Entry, ...]
    shape: tuple[int, ...]
    form: Format | None = None

    def nested(self) -> Nested:
        """The entries as nested tuples."""
        return _nested(self.entries, self.shape)


def _nested(entries: Sequence[Entry], shape: tuple[int, ...]) -> Nested:
    if not shape:
        return entries[0]
    step = len(entries) // shape[0] if shape[0] else 0
    return tuple(_nested(entries[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0]))


def read(thing: Any) -> Read:
    """The exact entries of an array or number; raises Unreadable for anything else."""
    import numpy

    torch = sys.modules.get("torch")
    if torch is not None and isinstance(thing, torch.Tensor):
        thing, name = thing.detach().cpu(), str(thing.dtype)
        flat = thing.reshape(-1).tolist()
        return Read(tuple(map(_entry, flat)), tuple(thing.shape), _known(name))
    try:
        array = numpy.asarray(thing)
    except Exception as error:  # a ragged list, or an array that refuses to be one
        raise Unreadable(f"it is no array: {error}") from error
    name = array.dtype.name
    if array.dtype.kind in "SUOVbMmc":
        entries = array.reshape(-1).tolist()
        if not entries or not all(isinstance(e, Fraction | float | int) for e in entries):
            raise Unreadable(f"it is {thing!r}"[:200] + ", not real numbers")
        if any(isinstance(e, bool) for e in entries):
            raise Unreadable(f"it is {thing!r}"[:200] + ", a truth value")
        return Read(tuple(map(_entry, entries)), array.shape)
    return Read(tuple(map(_entry, array.reshape(-1))), array.shape, _known(name))


def _known(name: str) -> Format | None:
    try:
        return format_of(name)
    except ValueError:
        return None  # whole numbers


def _entry(value: Any) -> Entry:
    if isinstance(value, Fraction):
        return value
    if not hasattr(value, "as_integer_ratio"):
        value = float(value) if not hasattr(value, "__index__") else int(value)
    if isinstance(value, int):
        return Fraction(value)
    if value != value:
        return math.nan
    if value in (math.inf, -math.inf):
        return float(value)
    top, bottom = value.as_integer_ratio()
    return Fraction(int(top), int(bottom))

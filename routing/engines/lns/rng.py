"""Random numbers: one stream per search, so that a seed determines the plan."""

from __future__ import annotations

import math

import numpy as np

from routing.engines.lns.kernels import typed_kernel
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.records import UInt64Array
from routing.engines.lns.layout.tables import Context

FIRST_BLINK = 50
"""Positions before the first blink of a search."""


def seed_words(seed: int) -> UInt64Array:
    """Return the generator's first state for a seed; it is never zero."""
    mixed = (seed * 0x9E37_79B9_7F4A_7C15 + 0x2545_F491_4F6C_DD1D) & (2**64 - 1)
    return np.array([mixed | 1, (mixed >> 7) ^ 0xD1B5_4A32_D192_ED03], np.uint64)


@typed_kernel
def random_unit(c: Context) -> float:
    """Draw a number in [0, 1) from xorshift128+ (Vigna 2017)."""
    words = tables.rng_words(c)
    a, b = words[0], words[1]
    words[0] = b
    a ^= a << np.uint64(23)
    a ^= a >> np.uint64(18)
    a ^= b ^ (b >> np.uint64(5))
    words[1] = a
    return float((a + b) >> np.uint64(11)) / 9007199254740992.0


@typed_kernel
def random_below(c: Context, count: int) -> int:
    """Draw a whole number in [0, count)."""
    return min(int(random_unit(c) * count), count - 1)


@typed_kernel
def blink(c: Context, probability: float) -> bool:
    """Return whether to skip an insertion position (Christiaens & Vanden Berghe 2020, section 5.2).

    The number of positions up to the next blink is drawn from its geometric distribution, which takes one
    random number per blink instead of one per position.
    """
    if probability <= 0.0:
        return False
    if c.blink_in > 0:
        c.blink_in -= 1
        return False
    c.blink_in = int(math.log(1.0 - random_unit(c)) / math.log(1.0 - probability))
    return True

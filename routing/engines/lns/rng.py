"""Random numbers of the search: one stream per run, so that a seed gives a plan."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from routing.engines.lns import context as x
from routing.engines.lns.context import random_state
from routing.engines.lns.kernels import kernel


@kernel("f8(c)")
def random_unit(c: Any) -> float:
    """A number in [0, 1) from an xorshift128+ state (Vigna 2017), which it advances."""
    rng = random_state(c)
    a, b = rng[0], rng[1]
    rng[0] = b
    a ^= a << np.uint64(23)
    a ^= a >> np.uint64(18)
    a ^= b ^ (b >> np.uint64(5))
    rng[1] = a
    return float((a + b) >> np.uint64(11)) / 9007199254740992.0


@kernel("i8(c,i8)")
def random_below(c: Any, count: int) -> int:
    """A whole number in [0, count)."""
    return min(int(random_unit(c) * count), count - 1)


@kernel("b1(c,f8)")
def overlooked(c: Any, blink: float) -> bool:
    """True with probability `blink`; the gap to the next time is drawn instead of every single outcome."""
    if blink <= 0.0:
        return False
    if c[x.BLINK_IN] > 0:
        c[x.BLINK_IN] -= 1
        return False
    c[x.BLINK_IN] = np.int64(math.log(1.0 - random_unit(c)) / math.log(1.0 - blink))
    return True

"""Pricing a route by the simulator or by segments, called by address.

What calls a kernel by its name holds a copy of it and of all that it calls. Called by its address the
simulator is compiled once, and what prices routes compiles in a fraction of the time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]

from routing.engines.lns.kernels import Callback, typed_kernel
from routing.engines.lns.layout.accessors import replace_in_kernels
from routing.engines.lns.layout.records import numba_type
from routing.engines.lns.layout.tables import Context, context_at
from routing.engines.lns.pricing.insertion_filters import compute_room
from routing.engines.lns.pricing.segments import rebuild
from routing.engines.lns.pricing.simulate import simulate


def _simulate(address: int, v: int, keep: int, block_size: int, skip: int, limit: float) -> float:
    return simulate(context_at(address), v, keep, block_size, skip, limit, False)


def _evaluate(address: int, v: int, keep: int) -> int:
    c = context_at(address)
    if c.is_plain:
        return 1 if rebuild(c, v, keep) else 0
    if simulate(c, v, keep, 0, 0, np.inf, True) == np.inf:
        return 0
    compute_room(c, v)
    return 1


SIMULATE = Callback(_simulate)
EVALUATE = Callback(_evaluate)


def call_simulate(
    function: int, address: int, v: int, keep: int, block_size: int, skip: int, limit: float
) -> float:
    """Call the simulator at an address for the context at another."""
    return _simulate(address, v, keep, block_size, skip, limit)


def call_evaluate(function: int, address: int, v: int, keep: int) -> int:
    """Call the evaluation at an address for the context at another."""
    return _evaluate(address, v, keep)


def _call(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Call the function whose address is the first argument with the others."""
    result = target.get_value_type(signature.return_type)
    kind = ir.FunctionType(result, [each.type for each in arguments[1:]])
    return builder.call(builder.inttoptr(arguments[0], kind.as_pointer()), arguments[1:])


_INTEGER, _FLOAT = numba_type(int), numba_type(float)
replace_in_kernels(call_simulate, _FLOAT, [*[_INTEGER] * 6, _FLOAT], _call)
replace_in_kernels(call_evaluate, _INTEGER, [_INTEGER] * 4, _call)


@typed_kernel
def simulated(c: Context, v: int, keep: int, block_size: int, skip: int, limit: float) -> float:
    """Return the cost of route v with `skip` visits after the first `keep` replaced by `tables.block`."""
    return call_simulate(c.simulate_address, c.own_address, v, keep, block_size, skip, limit)


@typed_kernel
def evaluate(c: Context, v: int, keep: int) -> bool:
    """Price route v again, unchanged up to its first `keep` visits; False when it breaks a rule."""
    return call_evaluate(c.evaluate_address, c.own_address, v, keep) != 0

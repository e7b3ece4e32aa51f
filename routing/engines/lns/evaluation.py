"""Pricing a route, called by address.

What calls a kernel by its name holds a copy of it; without one it compiles in a fraction of the time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

from routing.engines.lns import context as x
from routing.engines.lns.context import context_at
from routing.engines.lns.insertion_filters import look_ahead
from routing.engines.lns.kernels import callback, kernel
from routing.engines.lns.segments import rebuild
from routing.engines.lns.simulate import simulate


@callback("f8(i8,i8,i8,i8,i8,f8)")
def simulate_at(address: int, v: int, keep: int, block_size: int, skip: int, limit: float) -> Any:
    """`simulate` without keeping anything, for the context at an address."""
    return simulate(context_at(address), v, keep, block_size, skip, limit, False)


@callback("i8(i8,i8,i8)")
def evaluate_at(address: int, v: int, keep: int) -> Any:
    """`evaluate` for the context at an address; 1 for a route that keeps the rules."""
    c = context_at(address)
    if c[x.PLAIN]:
        return np.int64(1) if rebuild(c, v, keep) else np.int64(0)
    if simulate(c, v, keep, 0, 0, np.inf, True) == np.inf:
        return np.int64(0)
    look_ahead(c, v)
    return np.int64(1)


def _call(builder: Any, result: Any, args: Any) -> Any:
    """Call the function whose address is the first argument with the others."""
    kind = ir.FunctionType(result, [arg.type for arg in args[1:]])
    return builder.call(builder.inttoptr(args[0], kind.as_pointer()), args[1:])


@intrinsic
def _simulate_by(
    typing_context: Any, function: Any, c: Any, v: Any, keep: Any, block: Any, skip: Any, limit: Any
) -> Any:
    signature = types.float64(*[types.int64] * 6, types.float64)
    return signature, lambda context, builder, sig, args: _call(builder, ir.DoubleType(), args)


@intrinsic
def _evaluate_by(typing_context: Any, function: Any, c: Any, v: Any, keep: Any) -> Any:
    signature = types.int64(*[types.int64] * 4)
    return signature, lambda context, builder, sig, args: _call(builder, ir.IntType(64), args)


@kernel("f8(c,i8,i8,i8,i8,f8)")
def simulated(c: Any, v: int, keep: int, block_size: int, skip: int, limit: float) -> Any:
    """Cost of route v with `skip` visits after the first `keep` replaced by BLOCK, from the simulator."""
    return _simulate_by(c[x.SIMULATE], c[x.SELF], v, keep, block_size, skip, limit)


@kernel("b1(c,i8,i8)")
def evaluate(c: Any, v: int, keep: int) -> bool:
    """Price route v again, unchanged up to its first `keep` visits; False when it breaks a rule."""
    return _evaluate_by(c[x.EVALUATE], c[x.SELF], v, keep) != 0

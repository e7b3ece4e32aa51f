"""Rows of tentative distances, relaxed a whole row at a time (PHAST's k trees per sweep).

LLVM does not vectorise these loops by itself: it cannot know that the rows are disjoint, nor that the
minimum needs no care for NaN. The row is therefore spelt as one LLVM vector value, which every target
turns into its own widest instructions, whatever flags the process was started with.

References
----------
Delling, Goldberg, Nowatzyk & Werneck (2011), PHAST: hardware-accelerated shortest path trees, §4.2.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, types

from network.engine.kernels import instruction

LANES = 16
"""Sources that are swept together: two cache lines of float64 a row."""

_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_ROW_BYTES = 8  # rows are aligned as float64 only; unaligned vector loads cost nothing here


def _data(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    return context.make_array(kind)(context, builder, value).data


def _row(builder: Any, data: Any, row: Any) -> Any:
    offset = builder.mul(row, ir.Constant(row.type, LANES))
    return builder.bitcast(builder.gep(data, [offset]), _VECTOR.as_pointer())


def _load_row(builder: Any, data: Any, row: Any) -> Any:
    loaded = builder.load(_row(builder, data, row))
    loaded.align = _ROW_BYTES
    return loaded


def _splat(builder: Any, scalar: Any) -> Any:
    undefined = ir.Constant(_VECTOR, ir.Undefined)
    first = builder.insert_element(undefined, scalar, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, undefined, zeros)


def _minimum(builder: Any, left: Any, right: Any) -> Any:
    return builder.select(builder.fcmp_ordered("<", left, right), left, right)


@instruction
def push_row(typingctx: Any, rows: Any, to: Any, source: Any, weight: Any) -> Any:
    """``rows[to] = minimum(rows[to], rows[source] + weight)`` over `LANES` columns."""
    signature = types.void(rows, types.int64, types.int64, types.float64)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        """Generate the instructions."""
        data = _data(context, builder, signature.args[0], args[0])
        through = builder.fadd(_load_row(builder, data, args[2]), _splat(builder, args[3]))
        best = _minimum(builder, through, _load_row(builder, data, args[1]))
        builder.store(best, _row(builder, data, args[1])).align = _ROW_BYTES
        return context.get_dummy_value()

    return signature, generate


@instruction
def pull_row(typingctx: Any, rows: Any, to: Any, seed: Any, arcs: Any) -> Any:
    """``rows[to] = min(seeds[s], rows[tail[a]] + weight[a] for a in begin:end)``, by columns.

    Parameters
    ----------
    seed
        (seeds, s): an array like `rows`, and one of its rows.
    arcs
        (tail, weight, begin, end): uint32 and float64 arrays, and a range of both.
    """
    signature = types.void(rows, types.int64, seed, arcs)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        """Generate the instructions."""
        kinds = signature.args
        data = _data(context, builder, kinds[0], args[0])
        seeds, seed_row = cgutils.unpack_tuple(builder, args[2])
        tail_array, weight_array, begin, end = cgutils.unpack_tuple(builder, args[3])
        tails = _data(context, builder, kinds[3][0], tail_array)
        weights = _data(context, builder, kinds[3][1], weight_array)
        # mem2reg turns this slot into registers: the row is stored once, after all its arcs.
        best = cgutils.alloca_once(builder, _VECTOR)
        builder.store(_load_row(builder, _data(context, builder, kinds[2][0], seeds), seed_row), best)
        with cgutils.for_range_slice(builder, begin, end, begin.type(1), inc=True) as (arc, _):
            tail = builder.zext(builder.load(builder.gep(tails, [arc])), arc.type)
            weight = builder.load(builder.gep(weights, [arc]))
            through = builder.fadd(_load_row(builder, data, tail), _splat(builder, weight))
            builder.store(_minimum(builder, through, builder.load(best)), best)
        builder.store(builder.load(best), _row(builder, data, args[1])).align = _ROW_BYTES
        return context.get_dummy_value()

    return signature, generate

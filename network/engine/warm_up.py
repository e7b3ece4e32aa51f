"""A tiny network through the whole engine, so that every kernel is compiled for the types it meets.

``python -m network.engine.warm_up FOLDER`` does it in a process of its own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

_SIDE = 4


def exercise() -> None:
    """Order, contract, customise and query a small grid, by way of a file as the engine does."""
    # Here, because the folder for compiled code is settled before the first of them is imported.
    from network.engine.array_files import load, save
    from network.engine.customization import customise
    from network.engine.elimination import Hierarchy, contract, place
    from network.engine.nested_dissection import order_pieces
    from network.engine.paths import shortest_path
    from network.engine.tables import Terminals, table

    node = np.arange(_SIDE * _SIDE, dtype=np.int32).reshape(_SIDE, _SIDE)
    tail = np.concatenate((node[:, :-1].ravel(), node[:-1].ravel()))
    head = np.concatenate((node[:, 1:].ravel(), node[1:].ravel()))
    y, x = (axis.ravel().astype(np.float64) for axis in np.indices((_SIDE, _SIDE)))
    order_pieces(tail, head, x, y)
    both = np.concatenate((tail, head)), np.concatenate((head, tail))
    built = contract(*both, node.ravel())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grid.bin"
        save(path, "grid", built._asdict())
        hierarchy = Hierarchy(**load(path, "grid"))
        for each in (built, hierarchy):
            metric = customise(each, place(each, *both), np.ones(both[0].shape[0]))
            ends = Terminals(np.array([0, 1]), each.rank[:1], np.zeros(1))
            table(each.parent, metric, ends, ends)
            shortest_path(each.parent, metric, (ends.vertex, ends.offset), (ends.vertex, ends.offset))


if __name__ == "__main__":
    from network.engine import kernels

    kernels.configure(Path(sys.argv[1]))
    kernels.warm()

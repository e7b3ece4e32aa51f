"""A workspace owns its tables; accessors open them in Python as in kernels."""

from __future__ import annotations

import numpy as np
import pytest

from routing.engines.lns.layout import rows, tables
from routing.engines.lns.layout.tables import Workspace, context_at


def test_an_accessor_opens_the_memory_of_the_array_that_was_put() -> None:
    workspace = Workspace()
    amounts = np.arange(6).reshape(3, 2)
    workspace.put("amount", amounts)
    tables.amounts(workspace.c)[2, 1] = 50
    assert amounts[2, 1] == 50
    assert tables.amounts(workspace.c).shape == (3, 2)


def test_rows_are_references() -> None:
    workspace = Workspace()
    workspace.put_rows("node", rows.Node, 4)
    node = tables.nodes(workspace.c)[3]
    node.service_s += 300
    assert tables.nodes(workspace.c)["service_s"].tolist() == [0, 0, 0, 300]


def test_rows_and_their_words_are_the_same_memory() -> None:
    workspace = Workspace()
    workspace.put_rows("state", rows.State, 2, 3)
    tables.states(workspace.c)[1, 2].time_s = 77
    words = tables.state_words(workspace.c)
    assert words.shape[:2] == (2, 3)
    assert words[1, 2].tolist().count(77) == 1


def test_an_empty_table_has_one_entry_that_may_be_addressed() -> None:
    workspace = Workspace()
    workspace.put("cap", np.zeros((0, 3), np.int64))
    workspace.put_rows("pause", rows.Break, 0)
    assert len(tables.breaks(workspace.c)) == 1


def test_a_context_is_found_by_its_address() -> None:
    workspace = Workspace()
    workspace.c.stops = 12
    assert context_at(workspace.c.own_address).stops == 12


def test_a_context_keeps_its_tables() -> None:
    workspace = Workspace()
    workspace.put("penalty", np.full(10**6, 5.0))
    c = workspace.c
    del workspace
    assert tables.penalties(c).sum() == 5e6


def test_a_table_that_no_accessor_opens_is_refused() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        Workspace().put("nonsense", np.zeros(1))

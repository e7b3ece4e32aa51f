"""Collected faults: their limit, their paths, and how values are quoted in them."""

from __future__ import annotations

import pytest

from data.domain.errors import InputError
from data.domain.fault_list import FaultList, excerpt, json_path


def test_faults_beyond_the_limit_are_counted_in_a_last_one() -> None:
    faults = FaultList(limit=2, overflow="F119")
    for number in range(5):
        faults.add("F104", f"tasks[{number}].id", "id is missing.", "Add it.")
    assert len(faults) == 5
    with pytest.raises(InputError) as caught:
        faults.raise_if_any()
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        ("F104", "tasks[0].id"),
        ("F104", "tasks[1].id"),
        ("F119", ""),
    ]
    assert "3" in caught.value.faults[-1].cause


def test_a_list_without_faults_raises_nothing() -> None:
    faults = FaultList(limit=2, overflow="F119")
    faults.raise_if_any()
    assert len(faults) == 0


def test_a_path_is_written_as_in_javascript() -> None:
    assert json_path(("tasks", 3, "windows", 0)) == "tasks[3].windows[0]"
    assert json_path(()) == ""


def test_long_values_are_shortened() -> None:
    assert excerpt("x" * 100) == '"' + "x" * 58 + "…"
    assert excerpt(list(range(9))) == "a list of 9 entries"
    assert excerpt(float("nan")) == "NaN"

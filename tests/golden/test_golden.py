"""The service answers what it answered when the record was written; see `tests.golden.record`."""

from __future__ import annotations

import pytest

from tests.golden.record import SECTIONS, computed, difference

SHARED = {"osm_roads"}
LONG: set[str] = set()


def _case(name: str) -> object:
    marks = [pytest.mark.shared] if name in SHARED else []
    marks += [pytest.mark.minutes] if name in LONG else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [_case(name) for name in SECTIONS])
def test_answers_are_as_recorded(name: str) -> None:
    found = computed(name)
    if found is None:
        pytest.skip("this machine lacks what the section needs")
    shown = difference(name, found)
    assert not shown, shown

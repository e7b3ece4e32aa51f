"""A thousand requests at once ask the database no more often than ten do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import func, select

from app.imports.run import import_table
from data.settings import Settings
from data.store.engine import session
from data.store.requests.pickup_requests import PickupRequest, RequestItem
from tests.factories.rows import World
from tests.factories.statements import counted_statements

MOST_STATEMENTS = 25
ROWS = 1_000
BAD_EVERY = 50


@pytest.fixture
def statements(settings: Settings, world: World) -> Iterator[list[str]]:
    with counted_statements(settings) as said:
        yield said


def table() -> bytes:
    lines = ["ref,date,name,lon,lat,material,quantity"]
    for number in range(ROWS):
        material = "nothing" if number % BAD_EVERY == 0 else "fridge"
        lines.append(f"M-{number},2026-03-02,customer {number},110,{27.5 + number / 100_000},{material},2")
    return "\n".join(lines).encode()


def test_statements_do_not_grow_with_the_rows(
    settings: Settings, world: World, statements: list[str]
) -> None:
    bad = ROWS // BAD_EVERY
    first = import_table(settings, world.organisation_id, "requests", table(), "t.csv")
    assert (first.imported, len(first.faults)) == (ROWS - bad, bad)
    assert len(statements) <= MOST_STATEMENTS
    with session(settings) as store:
        joined = select(func.count()).select_from(PickupRequest).join(RequestItem)
        assert store.exec(joined.where(PickupRequest.ref.startswith("M-"))).one() == ROWS - bad  # type: ignore[attr-defined]
    statements.clear()
    second = import_table(settings, world.organisation_id, "requests", table(), "t.csv")
    assert (second.imported, second.updated, second.unchanged) == (0, 0, ROWS - bad)
    assert len(statements) <= MOST_STATEMENTS

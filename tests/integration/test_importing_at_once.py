"""One table sent twice at the same moment, on a database where two writers really run side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import func, select

from app.imports.result import ImportResult
from app.imports.run import import_table
from data.settings import Settings
from data.store.engine import session
from data.store.requests.pickup_requests import PickupRequest, RequestItem
from tests.factories.rows import make_organisation, make_site

COUNT = 60
TABLE = "ref,date,lon,lat,material,quantity\n" + "".join(
    f"R-{number},2026-03-02,110.0,27.5,fridge,1\n" for number in range(COUNT)
)


@pytest.mark.postgres
def test_it_is_imported_once(postgres_settings: Settings) -> None:
    """The second used to end with a broken unique constraint, which a caller saw as a 500."""
    with session(postgres_settings, write=True) as store:
        organisation_id = make_organisation(store)
        make_site(store, organisation_id, "C-1", network="toy")
    together = Barrier(3)

    def send(_number: int) -> ImportResult:
        together.wait()
        return import_table(postgres_settings, organisation_id, "requests", TABLE.encode(), "t.csv")

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(send, range(3)))
    assert [result.faults for result in done] == [[], [], []]
    assert sorted((result.imported, result.unchanged) for result in done) == [
        (0, COUNT),
        (0, COUNT),
        (COUNT, 0),
    ]
    with session(postgres_settings) as store:
        assert store.exec(select(func.count()).select_from(PickupRequest)).one() == COUNT
        assert store.exec(select(func.count()).select_from(RequestItem)).one() == COUNT

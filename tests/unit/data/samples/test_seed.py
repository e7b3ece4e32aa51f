"""Writing a made-up day into the store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from data.catalogue.materials import materials
from data.samples.day import SampleDay, sample_day
from data.samples.seed import seed_day, seed_organisation
from data.settings import Settings
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from data.store.network.sites import Site, find_centre, list_centres
from data.store.plans.day import load_day
from data.store.requests.materials import sync_materials
from data.store.requests.pickup_requests import Material, PickupRequest, RequestItem
from tests.factories.samples import town_and_country

DATE = dt.date(2026, 3, 2)


@pytest.fixture
def settings(tmp_path: Path):
    made = Settings(home=tmp_path)
    upgrade(made)
    yield made
    dispose(made)


@pytest.fixture
def day() -> SampleDay:
    return sample_day(town_and_country(), requests=40)


def _seed(store: Session, day: SampleDay, date: dt.date = DATE, prefix: str = "") -> int:
    organisation = seed_organisation(store)
    assert organisation.id is not None
    seed_day(store, organisation.id, day, date=date, network="roads", prefix=prefix)
    return organisation.id


def _count(store: Session, *tables: type) -> list[int]:
    return [store.exec(select(func.count()).select_from(table)).one() for table in tables]


def test_the_store_gives_the_day_back(settings: Settings, day: SampleDay) -> None:
    with session(settings, write=True) as store:
        organisation_id = _seed(store, day)
    with session(settings) as store:
        centre = find_centre(store, organisation_id, "C01")
        found = load_day(store, organisation_id, centre, DATE)
    assert centre.network == "roads"
    assert [site.ref for site in found.facilities] == ["C01", "F01", "F02"]
    assert len(found.vehicles) == 8
    assert all(driver is not None for _, driver in found.vehicles)
    assert len(found.requests) == 40
    expected = {(r.name, r.priority, len(r.items)) for r in day.requests}
    assert {(r.request.name, r.request.priority, len(r.items)) for r in found.requests} == expected
    assert set(found.materials) == set(materials())


def test_lines_carry_the_catalogue_s_mass_and_volume(settings: Settings, day: SampleDay) -> None:
    with session(settings, write=True) as store:
        _seed(store, day)
        for item in store.exec(select(RequestItem)):
            material = materials()[item.material_ref]
            assert item.kg == pytest.approx(material.unit_kg * item.quantity, abs=1e-3)
            assert item.litres == pytest.approx(material.unit_l * item.quantity, abs=1e-3)


def test_seeding_twice_adds_nothing(settings: Settings, day: SampleDay) -> None:
    tables = (Site, PickupRequest, RequestItem, Material)
    with session(settings, write=True) as store:
        _seed(store, day)
        before = _count(store, *tables)
    with session(settings, write=True) as store:
        _seed(store, day)
        assert _count(store, *tables) == before


def test_another_date_adds_requests_only(settings: Settings, day: SampleDay) -> None:
    with session(settings, write=True) as store:
        _seed(store, day)
        sites, requests = _count(store, Site, PickupRequest)
        _seed(store, day, DATE + dt.timedelta(days=1))
        assert _count(store, Site, PickupRequest) == [sites, 2 * requests]


def test_samples_on_two_networks_live_side_by_side(settings: Settings, day: SampleDay) -> None:
    with session(settings, write=True) as store:
        organisation_id = _seed(store, day)
        _seed(store, day, prefix="porto-")
        centres = list_centres(store, organisation_id)
    assert [centre.ref for centre in centres] == ["C01", "porto-C01"]


def test_what_is_made_up_says_so(settings: Settings, day: SampleDay) -> None:
    with session(settings, write=True) as store:
        _seed(store, day)
        for table in (Site, PickupRequest):
            assert not store.exec(select(table).where(col(table.synthetic).is_(False))).all()
        assert all(row.source for row in store.exec(select(Material)))


def test_a_sample_day_and_an_import_keep_the_same_materials(settings: Settings, day: SampleDay) -> None:
    """Each used to write `source` in its own way, over what the other had written."""

    def stored(store: Session) -> list[dict[str, object]]:
        store.expire_all()
        return [row.model_dump() for row in store.exec(select(Material).order_by(col(Material.ref)))]

    with session(settings, write=True) as store:
        sync_materials(store)
        imported = stored(store)
        _seed(store, day)
        assert stored(store) == imported
        fridge = store.get_one(Material, "fridge")
        assert (fridge.source, fridge.status) == (materials()["fridge"].source, materials()["fridge"].status)

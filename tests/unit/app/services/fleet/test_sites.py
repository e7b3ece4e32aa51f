"""Sites entered by typed inputs."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.errors import ConflictError
from app.services.fleet.sites import SiteInput, enter_sites, find_sites, save_site
from app.services.results import Change
from data.domain.errors import InputError, NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site, SiteKind
from tests.factories.rows import World

POINT = SiteInput(ref="P-1", kind=SiteKind.HOUSEHOLD, name_zh="户", lon=110.1, lat=27.5)


def test_a_site_may_stand_before_its_centre(settings: Settings, world: World) -> None:
    centre = SiteInput(ref="C-7", kind=SiteKind.SORTING_CENTRE, name_zh="心", lon=110.0, lat=27.6)
    below = SiteInput(ref="P-7", kind=SiteKind.HOUSEHOLD, name_zh="户", lon=110.1, lat=27.5, centre="C-7")
    with session(settings, write=True) as store:
        results = enter_sites(store, world.organisation_id, [below, centre, POINT], set_aside={2})
    assert [one.change for one in results] == [Change.ADDED, Change.ADDED, Change.REFUSED]


def test_all_that_is_wrong_with_a_site_is_named(settings: Settings, world: World) -> None:
    wrong = SiteInput(ref="P-1", kind=SiteKind.HOUSEHOLD, lon=27.5, lat=110.1, centre="C-9")
    with session(settings, write=True) as store, pytest.raises(InputError) as caught:
        save_site(store, world.organisation_id, wrong, is_new=True)
    found = [(fault.code, fault.where) for fault in caught.value.faults]
    assert found == [("I214", "lon"), ("I208", "name_zh"), ("I206", "centre")]


def test_a_centre_keeps_its_roads_where_the_input_does_not_say(settings: Settings, world: World) -> None:
    centre = SiteInput(ref="C-1", kind=SiteKind.SORTING_CENTRE, name_zh="心", lon=110.0, lat=27.5)
    with session(settings, write=True) as store:
        assert save_site(store, world.organisation_id, centre, is_new=False).network == "toy"


def test_a_reference_is_new_or_known(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        with pytest.raises(NotFoundError, match="A245"):
            save_site(store, world.organisation_id, POINT, is_new=False)
        save_site(store, world.organisation_id, POINT, is_new=True)
        with pytest.raises(ConflictError, match="A244"):
            save_site(store, world.organisation_id, POINT, is_new=True)


def test_when_a_site_went_out_of_use_stays_noted(settings: Settings, world: World) -> None:
    gone = SiteInput(ref="P-1", kind=SiteKind.HOUSEHOLD, name_zh="户", lon=110.1, lat=27.5, is_retired=True)
    with session(settings, write=True) as store:
        since = save_site(store, world.organisation_id, gone, is_new=True).retired_at
        assert since is not None
        assert save_site(store, world.organisation_id, gone, is_new=False).retired_at == since
        assert [site.ref for site in find_sites(store, world.organisation_id, None, retired=False)] == ["C-1"]
        assert len(find_sites(store, world.organisation_id, None, retired=True)) == 2
        save_site(store, world.organisation_id, POINT, is_new=False)
        assert store.exec(select(Site).where(Site.ref == "P-1")).one().retired_at is None

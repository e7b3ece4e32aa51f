"""Sites of a centre, and those shared by all."""

from __future__ import annotations

from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site, list_sites
from tests.factories.rows import make_site, make_world


def test_sites_shared_by_all_centres_are_not_other_centres(database_settings: Settings) -> None:
    world = make_world(database_settings)
    with session(database_settings, write=True) as store:
        make_site(store, world.organisation_id, "C-2")
    with session(database_settings) as store:
        found: list[Site] = list_sites(store, world.organisation_id, world.centre_id)
    assert [site.ref for site in found] == ["C-1"]

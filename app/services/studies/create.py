"""Create a study from a list of places, with checks of suspicious values."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session

from app.schemas.studies import StudyAbout, StudyPlaceIn
from app.services.networks.open_networks import OpenNetworks
from data.catalogue.yields import yields
from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from data.store.network.sites import Site
from data.store.studies.tables import Study, insert_study
from network.coverage.demand import StudyPlace, build_study_keys
from network.coverage.demand_validation import SnapDistances, find_suspicions
from network.profiles.profile import Profile, load_profile
from network.travel.snapping import snap

MOST_CHECKS = 200


def add_study(
    networks: OpenNetworks,
    store: Session,
    centre: Site,
    about: StudyAbout,
    places: Sequence[StudyPlace],
    *,
    row_faults: Sequence[Fault] = (),
    user_id: int | None = None,
) -> Study:
    """Store a study of these places, with the results of the checks.

    Parameters
    ----------
    row_faults
        Rows that could not be read and were left out.

    Raises
    ------
    InputError
        C211: no such material. S304: the centre has no roads. S341, S342: see
        `data.store.studies.tables.insert_study`; without any place, the faults of its rows.
    NotFoundError
        A215, N301: there is no such network, or profile.
    """
    if about.material not in yields():
        cause = f"There is no yield of {json.dumps(about.material, ensure_ascii=False)}."
        raise InputError(Fault("C211", cause, f"Use one of {', '.join(yields())}.", "material"))
    if not centre.network:
        action = "Import a road network and choose it for the centre."
        raise InputError(Fault("S304", f"Centre {centre.ref} has no road network.", action, "centre"))
    profile = load_profile(about.profile)
    snap_m = _snapping(networks, centre.network, profile)
    if row_faults and not any(place.role == "place" for place in places):
        raise InputError(row_faults)
    found = [*row_faults, *find_suspicions(places, snap_m=snap_m, max_snap_m=profile.max_snap_m)]
    keys = build_study_keys(
        places,
        kg_per_person_year=yields()[about.material].kg_per_person_year,
        growth=about.growth,
        years=about.years,
    )
    keys["material"] = about.material
    assert centre.id is not None
    return insert_study(
        store,
        organisation_id=centre.organisation_id,
        centre_id=centre.id,
        network=centre.network,
        name=about.name,
        keys=keys,
        measure=about.measure,
        profile=about.profile,
        checks=[fault.as_json() for fault in found[:MOST_CHECKS]],
        created_by=user_id,
    )


def _snapping(networks: OpenNetworks, network: str, profile: Profile) -> SnapDistances:
    graph = networks.graph(network)
    return lambda places: snap(graph, places, profile).snap_m


def place_of(place: StudyPlaceIn, number: int) -> StudyPlace:
    """Convert a place of the API to a place of a study."""
    return StudyPlace(
        ref="",
        name=place.name,
        at=LonLat(place.lon, place.lat),
        role=place.role,
        county=place.county,
        township=place.township,
        persons=place.population,
        households=place.households,
        kg_per_year=None if place.tonnes is None else place.tonnes * 1000,
        capacity_kg_per_year=None if place.capacity_tonnes is None else place.capacity_tonnes * 1000,
        fixed=place.fixed_cost,
        where=f"place {number}",
    )

"""How the points of a study would be emptied: what is asked for, else as the centre's own trucks do."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlmodel import Session, col, select

from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.places import LonLat
from data.store.network.fleet import Vehicle
from data.store.studies.tables import Study
from workers.siting.collection_terms import collection_terms
from workers.siting.periodic_problem import CollectionTerms


def asked_terms(store: Session, study: Study, wanted: dict[str, Any]) -> dict[str, Any]:
    """The terms as a question keeps them; vehicle class and number of trucks are the centre's commonest.

    Raises
    ------
    InputError
        S403, W601: what is asked for cannot be used.
    """
    given = {key: value for key, value in wanted.items() if value is not None}
    if "vehicle_class" not in given:
        given["vehicle_class"], count = _commonest(store, study)
        given.setdefault("trucks", count)
    collection_terms(given, LonLat(0.0, 0.0))  # the depot is where the centre stands when it is priced
    return given


def _commonest(store: Session, study: Study) -> tuple[str, int]:
    wanted = select(Vehicle.vehicle_class).where(
        Vehicle.centre_id == study.centre_id, col(Vehicle.retired_at).is_(None)
    )
    counted = Counter(name for name in store.exec(wanted) if name in vehicle_classes())
    if not counted:
        usual = CollectionTerms(depot=LonLat(0.0, 0.0))
        return usual.vehicle_class, usual.trucks
    return max(counted.items(), key=lambda one: (one[1], one[0]))

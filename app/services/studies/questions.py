"""Scenarios of a study: validated, completed with collection terms, and stored."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlmodel import Session, col, select

from app.schemas.studies import ScenarioIn
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.places import LonLat
from data.store.network.fleet import Vehicle
from data.store.studies import lifecycle
from data.store.studies.tables import Scenario, Study
from network.coverage.scenario_study import build_scenario_study
from workers.siting.collection_terms import collection_terms
from workers.siting.periodic_problem import CollectionTerms


def ask(store: Session, study: Study, document: ScenarioIn) -> Scenario:
    """Store a queued scenario; the caller commits, then enqueues it.

    Raises
    ------
    InputError
        The scenario is invalid (`network.coverage.scenario_study.build_scenario_study`), or its collection
        terms are (S403, W601).
    """
    question = document.model_dump(exclude_none=True, exclude={"name", "seconds", "collection"})
    if "least_share" in question:
        question["least_share"] = dict.fromkeys(set(study.keys["groups"]), document.least_share)
    build_scenario_study(
        study.keys, question, network=study.network, profile=study.profile, measure=study.measure
    )
    if document.collection.seconds > 0:
        question["collection"] = _collection_terms(store, study, document.collection.model_dump())
    return lifecycle.ask(store, study, question=question, seconds_limit=document.seconds, name=document.name)


def _collection_terms(store: Session, study: Study, document: dict[str, Any]) -> dict[str, Any]:
    """Return collection terms as stored; vehicle class and fleet size default to the centre's commonest.

    Raises
    ------
    InputError
        S403, W601: the terms are invalid.
    """
    given = {key: value for key, value in document.items() if value is not None}
    if "vehicle_class" not in given:
        given["vehicle_class"], count = _commonest(store, study)
        given.setdefault("trucks", count)
    collection_terms(given, LonLat(0.0, 0.0))  # the depot is set when it is priced
    return given


def _commonest(store: Session, study: Study) -> tuple[str, int]:
    statement = select(Vehicle.vehicle_class).where(
        Vehicle.centre_id == study.centre_id, col(Vehicle.retired_at).is_(None)
    )
    counted = Counter(name for name in store.exec(statement) if name in vehicle_classes())
    if not counted:
        usual = CollectionTerms(depot=LonLat(0.0, 0.0))
        return usual.vehicle_class, usual.trucks
    return max(counted.items(), key=lambda one: (one[1], one[0]))

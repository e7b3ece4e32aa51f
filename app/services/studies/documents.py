"""Documents of studies, scenarios and the steps of an operation."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from app.schemas.common import FaultOut
from app.schemas.studies import ScenarioOut, ScenarioSummary, StepOut, StudyOut, StudySummary, VisitsOut
from app.services.studies.operation import Step
from data.store.network.sites import Site
from data.store.studies.tables import Scenario, Study, list_scenarios


def study_summary(store: Session, row: Study) -> StudySummary:
    """Return a study without its places and points."""
    return StudySummary(
        id=row.id,
        name=row.name,
        centre=store.get_one(Site, row.centre_id).ref,
        network=row.network,
        profile=row.profile,
        measure=row.measure,
        places=row.places,
        points=row.points,
        kg_per_year=row.kg_per_year,
        created_at=row.created_at.isoformat(),
        scenarios=len(list_scenarios(store, row.id)),
    )


def study_document(store: Session, row: Study) -> StudyOut:
    """Return a study with its places, points and scenarios."""
    return StudyOut(
        id=row.id,
        name=row.name,
        centre=store.get_one(Site, row.centre_id).ref,
        network=row.network,
        profile=row.profile,
        measure=row.measure,
        kg_per_year=row.kg_per_year,
        created_at=row.created_at.isoformat(),
        checks=[FaultOut.of(fault) for fault in row.checks],
        content=row.keys,
        scenarios=[scenario_summary(each) for each in list_scenarios(store, row.id)],
    )


def scenario_summary(row: Scenario) -> ScenarioSummary:
    """Return a scenario without its result."""
    return ScenarioSummary(**_values(row))


def scenario_document(row: Scenario) -> ScenarioOut:
    """Return a scenario with its result."""
    return ScenarioOut(**_values(row), answer=row.found)


def _values(row: Scenario) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "name": row.name,
        "question": row.question,
        "status": row.status.value,
        "phase": row.phase,
        "figures": row.figures,
        "fault": None if row.fault is None else FaultOut.of(row.fault),
        "created_at": row.created_at.isoformat(),
        "operated_at": None if row.operated_at is None else row.operated_at.isoformat(),
    }


def step_document(step: Step) -> StepOut:
    """Return a step of putting a scenario into operation."""
    return StepOut(
        what=step.what,
        column=step.column,
        ref=step.ref,
        name=step.name,
        lon=step.lon,
        lat=step.lat,
        kg_per_year=step.kg_per_year,
        visits=[
            VisitsOut(ref=each.ref, weekdays=list(each.weekdays), every_weeks=each.every_weeks,
                      week=each.week, kg=each.kg)
            for each in step.visits
        ],
    )  # fmt: skip

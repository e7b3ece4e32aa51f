"""A scenario as the API tells it."""

from __future__ import annotations

from typing import Any

from app.schemas.common import FaultOut
from app.schemas.studies import ScenarioOut, ScenarioSummary
from data.store.studies.tables import Scenario


def scenario_summary(row: Scenario) -> ScenarioSummary:
    """Without its answer."""
    return ScenarioSummary(**_values(row))


def scenario_document(row: Scenario) -> ScenarioOut:
    """With its answer."""
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

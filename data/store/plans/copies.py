"""Copy plans: the same routes under a new version, to be edited or compared."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from data.domain.errors import Fault, InputError
from data.store.column_types import now
from data.store.network.sites import Site
from data.store.plans.drafts import plan_json
from data.store.plans.lifecycle import create_plan
from data.store.plans.lookup import find_plan
from data.store.plans.tables import Plan, PlanDocument, PlanStatus, PlanUnassigned, Route, Visit

FINISHED = frozenset({PlanStatus.PLANNED, PlanStatus.PUBLISHED})
_OF_THE_DAY = (
    "network", "profiles", "violations", "cost", "figures", "methods", "synthetic", "continues",
)  # fmt: skip
_OF_ITS_OWN = frozenset({"id", "plan_id", "route_id", "token_nonce", "replaced_by", "notice"})


def copy_plan(
    session: Session, organisation_id: int, plan_id: str, *, label: str, user_id: int | None
) -> Plan:
    """Create a planned copy of a planned or published plan, with the next version and no published data.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    InputError
        S322: the plan is not finished.
    """
    source = find_plan(session, organisation_id, plan_id)
    if source.status not in FINISHED:
        cause = f"The plan is {source.status.value}: there is nothing to copy yet."
        raise InputError(Fault("S322", cause, "Wait for it to finish.", f"plan {plan_id}"))
    row = create_plan(
        session,
        organisation_id=organisation_id,
        centre=session.get_one(Site, source.centre_id),
        date=source.date,
        seconds_limit=source.seconds_limit,
        created_by=user_id,
        based_on=source,
        label=label,
    )
    row.status, row.phase = PlanStatus.PLANNED, "done"
    row.started_at = row.finished_at = now()
    for column in _OF_THE_DAY:
        setattr(row, column, getattr(source, column))
    session.add(row)
    document = session.get_one(PlanDocument, plan_id)
    session.add(
        PlanDocument(
            plan_id=row.id,
            problem_snapshot=document.problem_snapshot,
            matrices=document.matrices,
            plan_json=plan_json(session, source),
        )
    )
    _copy_routes(session, source.id, row.id)
    for left_out in session.exec(
        select(PlanUnassigned).where(PlanUnassigned.plan_id == plan_id).order_by(col(PlanUnassigned.id))
    ):
        session.add(PlanUnassigned(plan_id=row.id, **_values(left_out)))
    session.flush()
    return row


def _copy_routes(session: Session, source_id: str, plan_id: str) -> None:
    for route in session.exec(select(Route).where(Route.plan_id == source_id).order_by(col(Route.number))):
        copied = Route(plan_id=plan_id, **_values(route))
        session.add(copied)
        session.flush()
        assert copied.id is not None
        visits = session.exec(select(Visit).where(Visit.route_id == route.id)).all()
        session.add_all([Visit(route_id=copied.id, **_values(visit)) for visit in visits])


def _values(row: Route | Visit | PlanUnassigned) -> dict[str, Any]:
    return {key: value for key, value in row.model_dump().items() if key not in _OF_ITS_OWN}

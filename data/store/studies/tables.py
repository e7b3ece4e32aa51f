"""Tables of coverage studies and of their scenarios."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Session, col, func, select

from data.domain.errors import Fault, InputError, NotFoundError
from data.store.column_types import CompressedText, JsonColumn, Table, UtcDateTime, enum_column, now, to_json

MOST_WAYS = 4_000_000
"""Places × points of one stored study: what a browser and a worker still take in."""
MOST_PLACES = 20_000
MOST_STUDIES = 500
MOST_SCENARIOS = 50


class ScenarioStatus(StrEnum):
    """Status of a scenario; workers set `QUEUED` and `RUNNING`."""

    QUEUED = "queued"
    RUNNING = "running"
    SOLVED = "solved"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (ScenarioStatus.QUEUED, ScenarioStatus.RUNNING)


class Study(Table, table=True):
    """Demand places, existing and candidate points around one sorting centre.

    Attributes
    ----------
    content
        JSON: ``places``, ``weights`` (kg a year), ``names``, ``groups``, ``townships``, ``candidates``,
        ``site_names``, ``site_groups``, ``existing``, ``material`` (a yield), and optionally ``capacity``
        and ``fixed``.
    checks
        Warnings about suspicious values in the list of places.
    """

    __tablename__ = "study"
    __table_args__ = (Index(None, "organisation_id", "created_at"),)

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    centre_id: int = Field(foreign_key="site.id", ondelete="RESTRICT", index=True)
    name: str = Field(max_length=200)
    network: str = Field(max_length=64)
    profile: str = Field(default="car", max_length=64)
    measure: str = Field(default="duration_s", max_length=16)
    places: int
    points: int
    kg_per_year: float
    content: str = Field(sa_type=CompressedText)
    checks: list[dict[str, str]] = Field(default_factory=list, sa_type=JsonColumn)
    created_by: int | None = Field(default=None, foreign_key="user.id", ondelete="SET NULL", index=True)
    created_at: dt.datetime = Field(default_factory=now, sa_type=UtcDateTime)

    @property
    def keys(self) -> dict[str, Any]:
        """The parsed content."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class Scenario(Table, table=True):
    """One scenario of a study, with its result once it is solved.

    Attributes
    ----------
    number
        Number of the scenario from 1; pages show A, B, C.
    question
        ``model``, its parameters among ``radius``, ``p``, ``keep_existing``, ``budget``, ``backup``;
        optionally ``collection``, the terms for which collection is priced.
    phase
        queued → roads → matrix → improving → curve → pricing → done.
    answer
        Output of ``huiliu coverage --json``, with ``reach``, ``curve`` and ``pricing``.
    figures
        Figures for comparison: points, share covered, worst travel cost, fixed costs, vehicle costs.
    attempt, crashes
        As for a plan: only the current attempt may write.
    operated_at
        Time of being put into operation.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: str = Field(primary_key=True, max_length=32)
    study_id: str = Field(foreign_key="study.id", ondelete="CASCADE", max_length=32)
    number: int
    name: str = Field(default="", max_length=100)
    question: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    seconds_limit: float
    status: ScenarioStatus = Field(
        default=ScenarioStatus.QUEUED, sa_type=enum_column(ScenarioStatus), index=True
    )
    phase: str = Field(default="queued", max_length=32)
    answer: str | None = Field(default=None, sa_type=CompressedText)
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JsonColumn)
    fault: dict[str, str] | None = Field(default=None, sa_type=JsonColumn)
    attempt: int = 1
    crashes: int = 0
    created_at: dt.datetime = Field(default_factory=now, sa_type=UtcDateTime)
    finished_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_requested_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    operated_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def letter(self) -> str:
        """A, B, … Z, AA, AB, … as shown on pages."""
        high, low = divmod(self.number - 1, 26)
        return (chr(64 + high) if high else "") + chr(65 + low)

    @property
    def found(self) -> dict[str, Any] | None:
        """The parsed result; None before there is one."""
        return None if self.answer is None else json.loads(self.answer)


def insert_study(
    session: Session,
    *,
    organisation_id: int,
    centre_id: int,
    network: str,
    name: str,
    keys: dict[str, Any],
    measure: str = "duration_s",
    profile: str = "car",
    checks: list[dict[str, str]] | None = None,
    created_by: int | None = None,
) -> Study:
    """Store a new study.

    Raises
    ------
    InputError
        S341: it has no place, or exceeds the size limit. S342: there are too many studies.
    """
    places, points = len(keys["places"]), len(keys.get("candidates", keys["places"]))
    if not places or not points:
        raise InputError(Fault("S341", "The study has no place.", "Add rows with coordinates.", "places"))
    if places > MOST_PLACES or places * points > MOST_WAYS:
        cause = (
            f"{places:,} places × {points:,} points are over {MOST_WAYS:,} pairs (or {MOST_PLACES:,} places)."
        )
        action = "Merge places, leave out candidates, or solve it with `huiliu coverage`."
        raise InputError(Fault("S341", cause, action, "places"))
    counted = select(func.count()).select_from(Study).where(Study.organisation_id == organisation_id)
    if session.exec(counted).one() >= MOST_STUDIES:
        cause = f"There are {MOST_STUDIES} studies already."
        raise InputError(Fault("S342", cause, "Delete those that are no longer needed.", "studies"))
    row = Study(
        id=secrets.token_hex(8),
        organisation_id=organisation_id,
        centre_id=centre_id,
        network=network,
        name=name,
        profile=profile,
        measure=measure,
        places=places,
        points=points,
        kg_per_year=float(sum(keys.get("weights", []))),
        content=to_json(keys),
        checks=list(checks or []),
        created_by=created_by,
    )
    session.add(row)
    session.flush()
    return row


def list_studies(session: Session, organisation_id: int) -> list[Study]:
    """Return the organisation's studies, the newest first."""
    statement = select(Study).where(Study.organisation_id == organisation_id)
    return list(session.exec(statement.order_by(col(Study.created_at).desc(), col(Study.id))))


def find_study(session: Session, organisation_id: int, study_id: str) -> Study:
    """Return one study.

    Raises
    ------
    NotFoundError
        S343: the organisation has no such study.
    """
    row = session.get(Study, study_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotFoundError(Fault("S343", f"There is no study {study_id}.", "Use one of /coverage.", "study"))
    return row


def delete_study(session: Session, organisation_id: int, study_id: str) -> None:
    """Delete a study with its scenarios; sites and requests in operation are kept.

    Raises
    ------
    NotFoundError
        S343: the organisation has no such study.
    """
    row = find_study(session, organisation_id, study_id)
    for each in list_scenarios(session, study_id):
        session.delete(each)
    session.flush()
    session.delete(row)


def list_scenarios(session: Session, study_id: str) -> list[Scenario]:
    """Return the scenarios of a study in the order of creation; the caller has checked the study."""
    statement = select(Scenario).where(Scenario.study_id == study_id)
    return list(session.exec(statement.order_by(col(Scenario.number))))


def find_scenario(session: Session, organisation_id: int, study_id: str, scenario_id: str) -> Scenario:
    """Return one scenario of a study.

    Raises
    ------
    NotFoundError
        S343: the organisation has no such study. S344: the study has no such scenario.
    """
    find_study(session, organisation_id, study_id)
    row = session.get(Scenario, scenario_id)
    if row is None or row.study_id != study_id:
        cause = f"The study has no scenario {scenario_id}."
        raise NotFoundError(Fault("S344", cause, "Choose one of the study's scenarios.", "scenario"))
    return row

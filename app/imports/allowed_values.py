"""The values that the columns of a table may hold, for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from app.imports.request_columns import CONDITION_WORDS
from app.imports.sites import KIND_WORDS
from data.catalogue.materials import materials
from data.catalogue.rule_sets import rule_set
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.materials import LOAD_TYPES
from data.store.network.fleet import Driver
from data.store.network.sites import Site, list_centres
from data.store.requests.pickup_requests import Condition

MOST = 2_000
"""Sites listed at most."""
DATUMS = ("WGS-84", "GCJ-02", "BD-09")


def allowed_values(
    session: Session, organisation_id: int, kind: str, *, zh: bool
) -> dict[str, Sequence[str]]:
    """Values by column key, of the catalogue and of what the organisation has."""
    entries = materials().values()
    classes = vehicle_classes().values()
    common: dict[str, Sequence[str]] = {
        "centre": [row.ref for row in list_centres(session, organisation_id)],
        "datum": DATUMS,
        "skills": known_skills(),
    }
    if kind == "requests":
        sites = select(Site.ref).where(
            Site.organisation_id == organisation_id, col(Site.retired_at).is_(None)
        )
        return common | {
            "site": list(session.exec(sites.order_by(col(Site.ref)).limit(MOST))),
            "material": [entry.name_zh if zh else entry.name_en for entry in entries],
            "condition": [
                _word(CONDITION_WORDS, condition, zh=zh) for condition in Condition
                if condition is not Condition.CRITICAL
            ],
            "mandatory": ["是", "否"] if zh else ["yes", "no"],
        }  # fmt: skip
    if kind == "sites":
        kinds = dict.fromkeys(KIND_WORDS.values())
        return common | {"kind": [_word(KIND_WORDS, one, zh=zh) for one in kinds], "accepts": LOAD_TYPES}
    drivers = select(Driver.ref).where(
        Driver.organisation_id == organisation_id, col(Driver.retired_at).is_(None)
    )
    return common | {
        "class": [entry.name_zh if zh else entry.name_en for entry in classes],
        "driver_ref": list(session.exec(drivers.order_by(col(Driver.ref)).limit(MOST))),
    }


def known_skills() -> list[str]:
    """What the catalogue's materials and the rules ask of a truck and its crew."""
    asked = {skill for entry in materials().values() for skill in entry.skills}
    return sorted(asked.union(*(rule.skills for rule in rule_set().certificates)))


def _word(words: Mapping[str, object], value: object, *, zh: bool) -> str:
    """A value's first Chinese word, or its own name."""
    named = [word for word, found in words.items() if found is value]
    return next((word for word in named if not word.isascii()), named[0]) if zh else named[0]

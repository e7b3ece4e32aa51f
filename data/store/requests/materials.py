"""The catalogue's materials as rows, to which requests refer."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from data.catalogue.materials import materials
from data.store.requests.pickup_requests import Material


def sync_materials(session: Session) -> None:
    """Update the stored materials from the catalogue; those removed from it are kept for earlier requests."""
    stored = {row.ref: row for row in session.exec(select(Material))}
    for entry in materials().values():
        values: dict[str, Any] = {
            "name_zh": entry.name_zh,
            "name_en": entry.name_en,
            "load_type": entry.load_type,
            "unit_kg": entry.unit_kg,
            "unit_l": entry.unit_l,
            "service_s": entry.service_s,
            "skills": sorted(entry.skills),
            "unit": entry.unit,
            "hazard": entry.hazard,
            "handling_zh": entry.handling_zh,
            "handling_en": entry.handling_en,
            "source": entry.source,
            "status": entry.status,
        }
        row = stored.get(entry.ref)
        if row is None:
            session.add(Material(ref=entry.ref, **values))
            continue
        for key, value in values.items():
            if getattr(row, key) != value:
                setattr(row, key, value)
                session.add(row)
    session.flush()


def load_materials(session: Session) -> dict[str, Material]:
    """Load the stored materials by reference; they are common to all organisations."""
    return {row.ref: row for row in session.exec(select(Material).order_by(col(Material.ref)))}

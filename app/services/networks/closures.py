"""Temporary road closures and restrictions: read, added and ended."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlmodel import Session, col, select

from app.schemas.closures import ClosureIn, ClosureOut, Kind
from data.domain.places import LonLat
from data.store.accounts.audit import record
from data.store.network.sites import Site, SiteKind
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from network.graph.road_graph import RoadGraph
from network.graph.shapes import edge_shape
from network.metric.overlay import Change, Overlay

_DIGITS = 6


def current_overlay(home: Path, network: str, graph: RoadGraph) -> Overlay:
    """Return the closures in force now."""
    moment = datetime.now(UTC)
    return ClosureStore(home).overlay(network, graph).during(moment, moment)


def closure_of(document: ClosureIn) -> Closure:
    """Convert a request body to a closure."""
    # A limit alone slows; only a closed road has zero speed.
    usual = 0.0 if document.kind == "closed" else 1.0
    return Closure(
        kind=document.shape,
        points=tuple(LonLat(lon, lat) for lon, lat in document.at),
        both_directions=document.both_directions,
        speed_factor=usual if document.factor is None else document.factor,
        max_kph=document.limit_kph,
        since=document.from_,
        until=document.to,
        reason=document.note,
    )


def closure_document(closure: Closure, change: Change, graph: RoadGraph) -> ClosureOut:
    """Return a closure with the lines of its roads."""
    kind: Kind = "slowed"
    if closure.speed_factor == 0.0:
        kind = "closed"
    elif closure.max_kph is not None:
        kind = "limited"
    return ClosureOut(
        id=closure.id,
        kind=kind,
        shape=closure.kind,
        at=[(point.lon, point.lat) for point in closure.points],
        both_directions=closure.both_directions,
        factor=closure.speed_factor if 0.0 < closure.speed_factor < 1.0 else None,
        limit_kph=closure.max_kph,
        from_=closure.since.isoformat() if closure.since else None,
        to=closure.until.isoformat() if closure.until else None,
        note=closure.reason,
        lines=_lines(change, graph),
    )


def _lines(change: Change, graph: RoadGraph) -> list[list[tuple[float, float]]]:
    """Return the line of each road once, even if both its directions are closed."""
    edges = np.asarray(change.edges, np.int64)
    _pieces, first = np.unique(graph.edge_piece[edges], return_index=True)
    return [
        [(lon, lat) for lon, lat in np.round(edge_shape(graph, int(edge)), _DIGITS).tolist()]
        for edge in edges[first]
    ]


def record_closure(
    store: Session,
    network: str,
    closure_id: str,
    action: str,
    *,
    organisation: tuple[int, str],
    actor: str,
    **details: str,
) -> None:
    """Record a change of closures in the audit trail of every organisation that uses the network.

    Parameters
    ----------
    organisation
        Row id and reference of the organisation that made the change.
    actor
        Account that made the change. Other organisations' trails name only the organisation.
    """
    centres = select(Site.organisation_id).where(
        Site.network == network, Site.kind == SiteKind.SORTING_CENTRE, col(Site.retired_at).is_(None)
    )
    own_id, ref = organisation
    for organisation_id in sorted(set(store.exec(centres))):
        by = actor if organisation_id == own_id else f"organisation:{ref}"
        record(store, organisation_id, by, action, f"closure:{network}/{closure_id}", **details)

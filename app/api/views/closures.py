"""``/networks/<name>/closures``: roads closed, slowed or limited for a while; the next plan honours them."""

from __future__ import annotations

import numpy as np
from sqlmodel import col, select

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.closures import ClosureIn, ClosureOut, Kind
from app.services.networks.visibility import require_own_network
from data.domain.places import LonLat
from data.store.accounts.audit import record
from data.store.network.sites import Site, SiteKind
from network.closures.book import Closure, ClosureBook
from network.graph.road_graph import RoadGraph
from network.metric.overlay import Change
from network.travel.geometry import edge_shape

_DIGITS = 6


@api.get("/networks/<name>/closures")
@allowed(*READERS)
@api.output(many(ClosureOut))
@api.doc(operation_id="listClosures")
def list_closures(name: str) -> list[ClosureOut]:
    """The closures of a network, the oldest first, in force or not."""
    _require_own(name)
    graph = installation().networks.graph(name)
    return [closure_document(*row, graph) for row in _book().changes(name, graph)]


@api.post("/networks/<name>/closures")
@allowed(*DISPATCHERS)
@api.input(ClosureIn, arg_name="wanted")
@api.output(ClosureOut, status_code=201)
@api.doc(operation_id="createClosure")
def create_closure(name: str, wanted: ClosureIn) -> ClosureOut:
    """Close a road, slow it down or limit it. The next plan whose shifts it meets honours it."""
    _require_own(name)
    kept, change = _book().close(name, _closure(wanted))
    _record("road.close", name, kept.id, kind=wanted.kind)
    return closure_document(kept, change, installation().networks.graph(name))


@api.delete("/networks/<name>/closures/<closure_id>")
@allowed(*DISPATCHERS)
@api.output({}, status_code=204)
@api.doc(operation_id="deleteClosure")
def delete_closure(name: str, closure_id: str) -> str:
    """Open a road again. Plans already made keep what they were made with."""
    _require_own(name)
    _book().open(name, closure_id)
    _record("road.open", name, closure_id)
    return ""


def closure_document(closure: Closure, change: Change, graph: RoadGraph) -> ClosureOut:
    """A closure as the API tells it, with the lines of its roads."""
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
    """Each road once, though both its directions may be closed."""
    edges = np.asarray(change.edges, np.int64)
    _pieces, first = np.unique(graph.edge_piece[edges], return_index=True)
    return [
        [(lon, lat) for lon, lat in np.round(edge_shape(graph, int(edge)), _DIGITS).tolist()]
        for edge in edges[first]
    ]


def _closure(wanted: ClosureIn) -> Closure:
    # A limit alone slows; only a closed road has no speed at all.
    usual = 0.0 if wanted.kind == "closed" else 1.0
    return Closure(
        kind=wanted.shape,
        points=tuple(LonLat(lon, lat) for lon, lat in wanted.at),
        both_directions=wanted.both_directions,
        speed_factor=usual if wanted.factor is None else wanted.factor,
        max_kph=wanted.limit_kph,
        since=wanted.from_,
        until=wanted.to,
        reason=wanted.note,
    )


def _require_own(name: str) -> None:
    with installation().reading() as store:
        require_own_network(store, installation().networks, principal().organisation_id, name)


def _book() -> ClosureBook:
    return ClosureBook(installation().settings.home)


def _record(action: str, network: str, closure_id: str, **details: str) -> None:
    """Roads are shared: the trail of every organisation that plans on them says so.

    Only the own organisation's trail names the account; the others' name the organisation.
    """
    account = principal()
    centres = select(Site.organisation_id).where(
        Site.network == network, Site.kind == SiteKind.SORTING_CENTRE, col(Site.retired_at).is_(None)
    )
    with installation().writing() as store:
        for organisation_id in sorted(set(store.exec(centres))):
            own = organisation_id == account.organisation_id
            actor = account.actor if own else f"organisation:{account.organisation_ref}"
            record(store, organisation_id, actor, action, f"closure:{network}/{closure_id}", **details)

"""``/networks/<name>/closures``: temporary closures and restrictions, which the next plan respects."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.schemas.closures import ClosureIn, ClosureOut
from app.services.networks.closures import closure_document, closure_of, record_closure
from app.services.networks.visibility import require_own_network
from network.closures.store import ClosureStore


@api.get("/networks/<name>/closures")
@allowed(*READERS)
@api.output(many(ClosureOut))
@api.doc(operation_id="listClosures")
def list_closures(name: str) -> list[ClosureOut]:
    """List the closures of a network, the oldest first, whether in force or not."""
    book = _book_of(name)
    graph = installation().networks.graph(name)
    return [closure_document(*row, graph) for row in book.changes(name, graph)]


@api.post("/networks/<name>/closures")
@allowed(*DISPATCHERS)
@api.input(ClosureIn, arg_name="body")
@api.output(ClosureOut, status_code=201)
@api.doc(operation_id="createClosure")
def create_closure(name: str, body: ClosureIn) -> ClosureOut:
    """Close a road, slow it down or limit it. Plans made from now on for that time respect it."""
    closure, change = _book_of(name).add(name, closure_of(body))
    _record("road.close", name, closure.id, kind=body.kind)
    return closure_document(closure, change, installation().networks.graph(name))


@api.delete("/networks/<name>/closures/<closure_id>")
@allowed(*DISPATCHERS)
@api.output({}, status_code=204)
@api.doc(operation_id="deleteClosure")
def delete_closure(name: str, closure_id: str) -> str:
    """Delete a closure. Existing plans are unchanged."""
    _book_of(name).remove(name, closure_id)
    _record("road.open", name, closure_id)
    return ""


def _book_of(network: str) -> ClosureStore:
    """Return the closures of a network, if the account may see it."""
    own = installation()
    with own.reading() as store:
        require_own_network(store, own.networks, principal().organisation_id, network)
    return ClosureStore(own.settings.home)


def _record(action: str, network: str, closure_id: str, **details: str) -> None:
    account = principal()
    organisation = account.organisation_id, account.organisation_ref
    with installation().writing() as store:
        record_closure(
            store, network, closure_id, action, organisation=organisation, actor=account.actor, **details
        )

"""``/networks``: road networks of the organisation's centres, and import by upload."""

from __future__ import annotations

from flask import request

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.errors import ConflictError
from app.schemas.common import Answer, FaultOut
from app.services.networks.imports import RoadImport, find_imports, start_import
from app.services.networks.visibility import networks_used
from data.domain.errors import Fault, InputError, NotFoundError
from network.library import NetworkLibrary


class NetworkOut(Answer):
    """A road network; `centres` are those of the organisation that use it."""

    name: str
    length_km: float
    bbox: tuple[float, float, float, float]
    synthetic: bool
    imported_at: str
    centres: list[str]


class RoadImportOut(Answer):
    """State of an import: `state` is running, done or failed."""

    id: str
    name: str
    state: str
    phase: str
    faults: list[FaultOut]


@api.get("/networks")
@allowed(*READERS)
@api.output(many(NetworkOut))
@api.doc(operation_id="listNetworks")
def networks() -> list[NetworkOut]:
    """List the imported networks that the organisation uses or may choose, by name."""
    return usable_networks(principal().organisation_id)


@api.get("/network-imports")
@allowed(*READERS)
@api.output(many(RoadImportOut))
@api.doc(operation_id="listNetworkImports")
def list_imports() -> list[RoadImportOut]:
    """List the organisation's imports by upload, the newest first."""
    return [_document(row) for row in find_imports(installation().settings, principal().organisation_id)]


@api.post("/network-imports")
@allowed(*DISPATCHERS)
@api.output(RoadImportOut, status_code=202)
@api.doc(
    operation_id="importNetwork", extensions={"x-file": "file"},
    responses={409: "Another organisation plans on the network of that name"},
)  # fmt: skip
def import_network() -> RoadImportOut:
    """Import an extract (.osm.pbf, .osm, .osm.gz, .osm.bz2, .graphml) under form field `name`.

    The import continues in the background; a network of the same name is replaced when it is done.
    """
    organisation_id = principal().organisation_id
    sent, name = request.files.get("file"), request.form.get("name", "").strip()
    if sent is None:
        raise InputError(Fault("A202", "No file was sent.", "Send it as multipart field `file`.", "file"))
    with installation().reading() as store:
        _used, foreign = networks_used(store, installation().settings, organisation_id)
    if name in foreign:
        cause = f"The name {name!r} is taken by another organisation."
        raise ConflictError(Fault("A249", cause, "Choose another name.", "name"))
    return _document(
        start_import(installation().settings, organisation_id, name, sent.filename or "", sent.read())
    )


def usable_networks(organisation_id: int) -> list[NetworkOut]:
    """Return the imported networks that an organisation uses or may choose, by name."""
    with installation().reading() as store:
        used, foreign = networks_used(store, installation().settings, organisation_id)
    library = NetworkLibrary(installation().settings.home)
    found = []
    for name in library.names():
        if name in foreign and name not in used:
            continue
        try:
            info = library.info(name)
        except (InputError, NotFoundError):
            continue  # damaged, or removed just now: `huiliu doctor` reports it
        found.append(
            NetworkOut(
                name=name, length_km=info.length_km, bbox=info.bbox, synthetic=info.synthetic,
                imported_at=info.imported_at, centres=used.get(name, []),
            )
        )  # fmt: skip
    return found


def _document(row: RoadImport) -> RoadImportOut:
    return RoadImportOut(
        id=row.id, name=row.name, state=row.state, phase=row.phase,
        faults=[FaultOut.of(fault) for fault in row.faults],
    )  # fmt: skip

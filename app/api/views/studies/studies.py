"""``/studies``: coverage studies, created from places or from a table of them."""

from __future__ import annotations

from flask import request

from app.api.blueprint import api, many
from app.auth.access import PLANNERS, READERS, allowed, principal
from app.context import installation
from app.imports.study_places import read_study_places
from app.schemas.studies import (
    CoverageIn,
    CoverageOut,
    StudyAbout,
    StudyIn,
    StudyOut,
    StudySummary,
)
from app.services.studies.create import add_study, place_of
from app.services.studies.documents import study_document, study_summary
from app.services.studies.evaluation import evaluate
from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from data.store.accounts.audit import record
from data.store.network.sites import find_centre
from data.store.studies import tables
from network.coverage.demand import StudyPlace


@api.get("/studies")
@allowed(*READERS)
@api.output(many(StudySummary))
@api.doc(operation_id="listStudies")
def list_studies() -> list[StudySummary]:
    """List the organisation's coverage studies, the newest first."""
    with installation().reading() as store:
        return [study_summary(store, row) for row in tables.list_studies(store, principal().organisation_id)]


@api.post("/studies")
@allowed(*PLANNERS)
@api.input(StudyIn, arg_name="body")
@api.output(StudyOut, status_code=201)
@api.doc(operation_id="createStudy")
def create_study(body: StudyIn) -> StudyOut:
    """Create a study from places. Suspicious values are stored with it, as `checks`."""
    places = [place_of(place, number) for number, place in enumerate(body.places, 1)]
    return _created(body, places, [])


@api.post("/studies/import")
@allowed(*PLANNERS)
@api.input(StudyAbout, location="query", arg_name="body")
@api.output(StudyOut, status_code=201)
@api.doc(operation_id="importStudy", extensions={"x-file": "file"})
def import_study(body: StudyAbout) -> StudyOut:
    """Create a study from a CSV, XLSX or GeoJSON file of places, sent as multipart field `file`.

    Rows that cannot be read are left out; `checks` lists them and suspicious values.
    """
    sent = request.files.get("file")
    if sent is None:
        raise InputError(Fault("A202", "No file was sent.", "Send it as multipart field `file`.", "file"))
    places, faults = read_study_places(sent.read(), sent.filename or "table")
    return _created(body, places, faults)


@api.get("/studies/<study_id>")
@allowed(*READERS)
@api.output(StudyOut)
@api.doc(operation_id="getStudy")
def get_study(study_id: str) -> StudyOut:
    """Get a study with its places, points and scenarios."""
    own = installation()
    with own.reading() as store:
        row = tables.find_study(store, principal().organisation_id, study_id)
        document = study_document(store, row)
    own.studies.warm(row)
    return document


@api.delete("/studies/<study_id>")
@allowed(*PLANNERS)
@api.output({}, status_code=204)
@api.doc(operation_id="deleteStudy")
def delete_study(study_id: str) -> str:
    """Delete a study with its scenarios; sites already put into operation are kept."""
    account = principal()
    with installation().writing() as store:
        tables.delete_study(store, account.organisation_id, study_id)
        record(store, account.organisation_id, account.actor, "study.delete", f"study:{study_id}")
    return ""


@api.post("/studies/<study_id>/coverage")
@allowed(*READERS)
@api.input(CoverageIn, arg_name="query")
@api.output(CoverageOut)
@api.doc(operation_id="evaluateCoverage")
def evaluate_coverage(study_id: str, query: CoverageIn) -> CoverageOut:
    """Evaluate coverage with the given points open, including points moved by hand. Nothing is stored."""
    own = installation()
    with own.reading() as store:
        row = tables.find_study(store, principal().organisation_id, study_id)
    added = [LonLat(point.lon, point.lat) for point in query.added]
    return CoverageOut(**evaluate(own.studies, row, query.open, added=added, radius=query.radius))


def _created(about: StudyAbout, places: list[StudyPlace], faults: list[Fault]) -> StudyOut:
    account, own = principal(), installation()
    with own.writing() as store:
        centre = find_centre(store, account.organisation_id, about.centre)
        row = add_study(
            own.networks, store, centre, about, places, row_faults=faults, user_id=account.user_id
        )
        return study_document(store, row)

"""``/studies``: coverage studies, made from places or from a table of them."""

from __future__ import annotations

from flask import request
from sqlmodel import Session

from app.api.blueprint import api, many
from app.api.documents.scenarios import scenario_summary
from app.auth.access import PLANNERS, READERS, allowed, principal
from app.context import installation
from app.imports.study_places import read_study_places
from app.schemas.common import FaultOut
from app.schemas.studies import (
    CoverageIn,
    CoverageOut,
    StudyAbout,
    StudyIn,
    StudyOut,
    StudyPlaceIn,
    StudySummary,
)
from app.services.studies.create import Wanted, make_study
from app.services.studies.evaluation import evaluate
from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from data.store.accounts.audit import record
from data.store.network.sites import Site, find_centre
from data.store.studies import tables as kept
from data.store.studies.tables import Study
from network.coverage.demand import StudyPlace


@api.get("/studies")
@allowed(*READERS)
@api.output(many(StudySummary))
@api.doc(operation_id="listStudies")
def list_studies() -> list[StudySummary]:
    """The organisation's coverage studies, the newest first."""
    with installation().reading() as store:
        return [_summary(store, row) for row in kept.studies(store, principal().organisation_id)]


@api.post("/studies")
@allowed(*PLANNERS)
@api.input(StudyIn, arg_name="wanted")
@api.output(StudyOut, status_code=201)
@api.doc(operation_id="createStudy")
def create_study(wanted: StudyIn) -> StudyOut:
    """Make a study of places. What looks wrong in them is kept with it, as `checks`."""
    places = [_place(place, number) for number, place in enumerate(wanted.places, 1)]
    return _made(wanted, places, [])


@api.post("/studies/import")
@allowed(*PLANNERS)
@api.input(StudyAbout, location="query", arg_name="wanted")
@api.output(StudyOut, status_code=201)
@api.doc(operation_id="importStudy", extensions={"x-file": "file"})
def import_study(wanted: StudyAbout) -> StudyOut:
    """Make a study of a CSV, XLSX or GeoJSON file of places, sent as multipart field `file`.

    Rows that cannot be read are left out; they and what looks wrong are named in `checks`.
    """
    sent = request.files.get("file")
    if sent is None:
        raise InputError(Fault("A202", "No file was sent.", "Send it as multipart field `file`.", "file"))
    places, faults = read_study_places(sent.read(), sent.filename or "table")
    return _made(wanted, places, faults)


@api.get("/studies/<study_id>")
@allowed(*READERS)
@api.output(StudyOut)
@api.doc(operation_id="getStudy")
def get_study(study_id: str) -> StudyOut:
    """A study with its places, points and scenarios."""
    own = installation()
    with own.reading() as store:
        row = kept.study(store, principal().organisation_id, study_id)
        document = _document(store, row)
    own.studies.warm(row)
    return document


@api.delete("/studies/<study_id>")
@allowed(*PLANNERS)
@api.output({}, status_code=204)
@api.doc(operation_id="deleteStudy")
def delete_study(study_id: str) -> str:
    """Delete a study with its scenarios; sites that were put into operation stay."""
    account = principal()
    with installation().writing() as store:
        kept.delete_study(store, account.organisation_id, study_id)
        record(store, account.organisation_id, account.actor, "study.delete", f"study:{study_id}")
    return ""


@api.post("/studies/<study_id>/coverage")
@allowed(*READERS)
@api.input(CoverageIn, arg_name="asked")
@api.output(CoverageOut)
@api.doc(operation_id="evaluateCoverage")
def evaluate_coverage(study_id: str, asked: CoverageIn) -> CoverageOut:
    """Who would be in reach with these points open: opened, closed or dragged by hand. Nothing is kept."""
    own = installation()
    with own.reading() as store:
        row = kept.study(store, principal().organisation_id, study_id)
    added = [LonLat(point.lon, point.lat) for point in asked.added]
    return CoverageOut(**evaluate(own.studies, row, asked.open, added=added, radius=asked.radius))


def _made(wanted: StudyAbout, places: list[StudyPlace], faults: list[Fault]) -> StudyOut:
    account, own = principal(), installation()
    about = Wanted(
        name=wanted.name,
        material=wanted.material,
        growth=wanted.growth,
        years=wanted.years,
        measure=wanted.measure,
        profile=wanted.profile,
    )
    with own.writing() as store:
        centre = find_centre(store, account.organisation_id, wanted.centre)
        row = make_study(
            own.networks, store, centre, about, places, row_faults=faults, user_id=account.user_id
        )
        return _document(store, row)


def _place(place: StudyPlaceIn, number: int) -> StudyPlace:
    return StudyPlace(
        ref="",
        name=place.name,
        at=LonLat(place.lon, place.lat),
        role=place.role,
        county=place.county,
        township=place.township,
        persons=place.population,
        households=place.households,
        kg_per_year=None if place.tonnes is None else place.tonnes * 1000,
        capacity_kg_per_year=None if place.capacity_tonnes is None else place.capacity_tonnes * 1000,
        fixed=place.fixed_cost,
        where=f"place {number}",
    )


def _summary(store: Session, row: Study) -> StudySummary:
    return StudySummary(
        id=row.id,
        name=row.name,
        centre=store.get_one(Site, row.centre_id).ref,
        network=row.network,
        profile=row.profile,
        measure=row.measure,
        places=row.places,
        points=row.points,
        kg_per_year=row.kg_per_year,
        created_at=row.created_at.isoformat(),
        scenarios=len(kept.scenarios(store, row.id)),
    )


def _document(store: Session, row: Study) -> StudyOut:
    return StudyOut(
        id=row.id,
        name=row.name,
        centre=store.get_one(Site, row.centre_id).ref,
        network=row.network,
        profile=row.profile,
        measure=row.measure,
        kg_per_year=row.kg_per_year,
        created_at=row.created_at.isoformat(),
        checks=[FaultOut.of(fault) for fault in row.checks],
        content=row.keys,
        scenarios=[scenario_summary(each) for each in kept.scenarios(store, row.id)],
    )

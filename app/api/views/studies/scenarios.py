"""``/studies/<id>/scenarios``: scenarios of a study, their results and their operation."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from flask import Response

from app.api.blueprint import api, file_answer, many
from app.auth.access import PLANNERS, READERS, allowed, principal
from app.context import installation
from app.exports.media_types import GEOJSON, PDF, XLSX
from app.exports.pdf.background import background_of
from app.exports.study import tables as export_tables
from app.exports.study.workbook import workbook
from app.exports.words import Words
from app.language import language
from app.schemas.studies import OperateIn, ScenarioIn, ScenarioOut, StageQuery, StepOut
from app.services.studies import operation
from app.services.studies.documents import scenario_document, step_document
from app.services.studies.questions import ask
from data.store.studies import lifecycle, tables
from data.store.studies.tables import Scenario, Study

FILE: Any = {200: {"description": "The file", "content": {XLSX: {}, GEOJSON: {}, PDF: {}}}}


@api.post("/studies/<study_id>/scenarios")
@allowed(*PLANNERS)
@api.input(ScenarioIn, arg_name="body")
@api.output(ScenarioOut, status_code=202)
@api.doc(operation_id="createScenario")
def create_scenario(study_id: str, body: ScenarioIn) -> ScenarioOut:
    """Create a scenario, which a worker solves; follow the scenario's stream for progress."""
    with installation().writing() as store:
        study = tables.find_study(store, principal().organisation_id, study_id)
        row = ask(store, study, body)
    installation().queue.enqueue_scenario(row)
    return scenario_document(row)


@api.get("/studies/<study_id>/scenarios/<scenario_id>")
@allowed(*READERS)
@api.output(ScenarioOut)
@api.doc(operation_id="getScenario")
def get_scenario(study_id: str, scenario_id: str) -> ScenarioOut:
    """Get a scenario with its result."""
    study, row = _of(study_id, scenario_id)
    # The study may have been created by another process of the server.
    installation().studies.warm(study)
    return scenario_document(row)


@api.post("/studies/<study_id>/scenarios/<scenario_id>/cancel")
@allowed(*PLANNERS)
@api.output(ScenarioOut)
@api.doc(operation_id="cancelScenario")
def cancel_scenario(study_id: str, scenario_id: str) -> ScenarioOut:
    """Stop a scenario's search; the best solution found is kept. A scenario that has ended is unchanged."""
    with installation().writing() as store:
        return scenario_document(
            lifecycle.request_cancel(store, principal().organisation_id, study_id, scenario_id)
        )


@api.get("/studies/<study_id>/scenarios/<scenario_id>/answer.geojson")
@allowed(*READERS)
@api.doc(operation_id="exportScenarioGeojson", responses=FILE)
def export_geojson(study_id: str, scenario_id: str) -> Response:
    """Export places with their travel costs and points with their states as GeoJSON."""
    content = json.dumps(export_tables.geojson(*_of(study_id, scenario_id)), ensure_ascii=False).encode()
    return file_answer(content, GEOJSON, f"coverage-{scenario_id}.geojson")


@api.get("/studies/<study_id>/scenarios/<scenario_id>/answer.xlsx")
@allowed(*READERS)
@api.doc(operation_id="exportScenarioXlsx", responses=FILE)
def export_xlsx(study_id: str, scenario_id: str) -> Response:
    """Export figures, places and points as a workbook in the reader's language."""
    content = workbook(*_of(study_id, scenario_id), Words(language()))
    return file_answer(content, XLSX, f"coverage-{scenario_id}.xlsx")


@api.get("/studies/<study_id>/scenarios/<scenario_id>/answer.pdf")
@allowed(*READERS)
@api.doc(operation_id="exportScenarioPdf", responses=FILE)
def export_pdf(study_id: str, scenario_id: str) -> Response:
    """Export figures, a map, vehicle costs and the calendar as PDF in the reader's language."""
    # Imported here: the PDF library takes longer to load than the rest.
    from app.exports.pdf.fonts import chinese_font
    from app.exports.study.sheet import study_sheet

    study, scenario = _of(study_id, scenario_id)
    background = background_of(installation().networks, study.network)
    content = study_sheet(study, scenario, chinese_font(), Words(language()), background)
    return file_answer(content, PDF, f"coverage-{scenario_id}.pdf", shown=True)


@api.get("/studies/<study_id>/scenarios/<scenario_id>/operation")
@allowed(*READERS)
@api.input(StageQuery, location="query", arg_name="body")
@api.output(many(StepOut))
@api.doc(operation_id="previewOperation")
def preview_operation(study_id: str, scenario_id: str, body: StageQuery) -> list[StepOut]:
    """Preview what putting the scenario, or a stage of it, into operation would create."""
    study, row = _of(study_id, scenario_id)
    with installation().reading() as store:
        return [step_document(step) for step in operation.list_steps(store, study, row, body.stage)]


@api.post("/studies/<study_id>/scenarios/<scenario_id>/operation")
@allowed(*PLANNERS)
@api.input(OperateIn, arg_name="body")
@api.output(many(StepOut))
@api.doc(operation_id="operateScenario")
def operate_scenario(study_id: str, scenario_id: str, body: OperateIn) -> list[StepOut]:
    """Put the scenario into operation: its points become sites, its calendar recurring requests.

    With `stage`, only the points open by then and the calendar of that stage. Repeating the call creates
    nothing twice. Recurring requests of the study's other scenarios and stages end the day before.
    """
    account = principal()
    first = body.first or _tomorrow(account.utc_offset_min)
    with installation().writing() as store:
        study = tables.find_study(store, account.organisation_id, study_id)
        row = tables.find_scenario(store, account.organisation_id, study_id, scenario_id)
        done = operation.operate(store, study, row, body.stage, first=first, actor=account.actor)
    return [step_document(step) for step in done]


def _of(study_id: str, scenario_id: str) -> tuple[Study, Scenario]:
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        study = tables.find_study(store, organisation_id, study_id)
        return study, tables.find_scenario(store, organisation_id, study_id, scenario_id)


def _tomorrow(utc_offset_min: int) -> dt.date:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=utc_offset_min)).date() + dt.timedelta(days=1)

"""``/studies/<id>/scenarios``: questions to a study, their answers, what comes of them."""

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
from app.exports.study import tables
from app.exports.study.workbook import workbook
from app.exports.words import Words
from app.language import language
from app.schemas.studies import OperateIn, ScenarioIn, ScenarioOut, StageQuery, StepOut
from app.services.studies import operation
from app.services.studies.documents import scenario_document, step_document
from app.services.studies.questions import ask
from data.store.studies import lifecycle
from data.store.studies import tables as kept
from data.store.studies.tables import Scenario, Study

FILE: Any = {200: {"description": "The file", "content": {XLSX: {}, GEOJSON: {}, PDF: {}}}}


@api.post("/studies/<study_id>/scenarios")
@allowed(*PLANNERS)
@api.input(ScenarioIn, arg_name="body")
@api.output(ScenarioOut, status_code=202)
@api.doc(operation_id="createScenario")
def create_scenario(study_id: str, body: ScenarioIn) -> ScenarioOut:
    """Ask a study a question. The answer comes from a worker; follow the scenario's stream."""
    with installation().writing() as store:
        study = kept.find_study(store, principal().organisation_id, study_id)
        row = ask(store, study, body)
    installation().queue.enqueue_scenario(row)
    return scenario_document(row)


@api.get("/studies/<study_id>/scenarios/<scenario_id>")
@allowed(*READERS)
@api.output(ScenarioOut)
@api.doc(operation_id="getScenario")
def get_scenario(study_id: str, scenario_id: str) -> ScenarioOut:
    """A scenario with its answer."""
    study, row = _of(study_id, scenario_id)
    # Of the server's processes the one that told of the study may be another.
    installation().studies.warm(study)
    return scenario_document(row)


@api.post("/studies/<study_id>/scenarios/<scenario_id>/cancel")
@allowed(*PLANNERS)
@api.output(ScenarioOut)
@api.doc(operation_id="cancelScenario")
def cancel_scenario(study_id: str, scenario_id: str) -> ScenarioOut:
    """Stop a scenario's search; the best it has found is kept. One that has ended stays as it is."""
    with installation().writing() as store:
        return scenario_document(
            lifecycle.request_cancel(store, principal().organisation_id, study_id, scenario_id)
        )


@api.get("/studies/<study_id>/scenarios/<scenario_id>/answer.geojson")
@allowed(*READERS)
@api.doc(operation_id="exportScenarioGeojson", responses=FILE)
def export_geojson(study_id: str, scenario_id: str) -> Response:
    """Places with how far they are and points with whether they are open, as GeoJSON."""
    content = json.dumps(tables.geojson(*_of(study_id, scenario_id)), ensure_ascii=False).encode()
    return file_answer(content, GEOJSON, f"coverage-{scenario_id}.geojson")


@api.get("/studies/<study_id>/scenarios/<scenario_id>/answer.xlsx")
@allowed(*READERS)
@api.doc(operation_id="exportScenarioXlsx", responses=FILE)
def export_xlsx(study_id: str, scenario_id: str) -> Response:
    """Figures, places and points as a workbook, in the reader's language."""
    content = workbook(*_of(study_id, scenario_id), Words(language()))
    return file_answer(content, XLSX, f"coverage-{scenario_id}.xlsx")


@api.get("/studies/<study_id>/scenarios/<scenario_id>/answer.pdf")
@allowed(*READERS)
@api.doc(operation_id="exportScenarioPdf", responses=FILE)
def export_pdf(study_id: str, scenario_id: str) -> Response:
    """Figures, a map, what trucks cost and their calendar on paper, in the reader's language."""
    # Here, not above: the PDF library takes longer to load than the rest.
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
    """What putting the scenario into operation, whole or up to a stage, would make; nothing is changed."""
    study, row = _of(study_id, scenario_id)
    with installation().reading() as store:
        return [step_document(step) for step in operation.list_steps(store, study, row, body.stage)]


@api.post("/studies/<study_id>/scenarios/<scenario_id>/operation")
@allowed(*PLANNERS)
@api.input(OperateIn, arg_name="body")
@api.output(many(StepOut))
@api.doc(operation_id="operateScenario")
def operate_scenario(study_id: str, scenario_id: str, body: OperateIn) -> list[StepOut]:
    """Put the scenario into operation: its points become sites, its calendar standing requests.

    With `stage` only the points open by then, and the calendar of that stage. Asked again, nothing is
    made twice. Standing requests of the study's other scenarios and stages end the day before.
    """
    account = principal()
    first = body.first or _tomorrow(account.utc_offset_min)
    with installation().writing() as store:
        study = kept.find_study(store, account.organisation_id, study_id)
        row = kept.find_scenario(store, account.organisation_id, study_id, scenario_id)
        done = operation.operate(store, study, row, body.stage, first=first, actor=account.actor)
    return [step_document(step) for step in done]


def _of(study_id: str, scenario_id: str) -> tuple[Study, Scenario]:
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        study = kept.find_study(store, organisation_id, study_id)
        return study, kept.find_scenario(store, organisation_id, study_id, scenario_id)


def _tomorrow(utc_offset_min: int) -> dt.date:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=utc_offset_min)).date() + dt.timedelta(days=1)

"""``/plans/<id>/export/<format>``: a plan as route sheets, tables, and lines on a map."""

from __future__ import annotations

import json
from typing import Annotated, Final

from flask import Response, request
from pydantic import BaseModel, Field

from app.api.blueprint import api
from app.api.files import GEOJSON, PDF, XLSX, file_answer
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.auth.driver_tokens import link_path
from app.context import installation
from app.errors import ConflictError
from app.exports.background_roads import Roads
from app.exports.day import DayPaper, day_paper
from app.exports.map_files import geojson, gpx, gpx_zip
from app.exports.tables import stops_csv, workbook
from app.language import language
from data.domain.errors import Fault, NotFoundError
from data.store.plans.lookup import load_plan_detail
from data.store.plans.tables import PlanStatus
from data.store.requests.materials import load_materials
from network.tiles import roads_within

FORMATS: Final = {
    "pdf": PDF,
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "geojson": GEOJSON,
    "gpx": "application/gpx+xml",
}
_FINISHED = (PlanStatus.PLANNED, PlanStatus.PUBLISHED)


class ExportQuery(BaseModel):
    """Which route, and in which language; all routes, and the reader's language, where nothing is said."""

    route: Annotated[int | None, Field(ge=1, description="Number of a route; GPX of all is a ZIP.")] = None
    lang: Annotated[str | None, Field(pattern="^(zh|en)$")] = None


@api.get("/plans/<plan_id>/export/<any(pdf, xlsx, csv, geojson, gpx):kind>")
@allowed(*READERS)
@api.input(ExportQuery, location="query", arg_name="asked")
@api.doc(operation_id="exportPlan", responses={200: "The file", 409: "The plan is not finished"})
def export_plan(plan_id: str, kind: str, asked: ExportQuery) -> Response:
    """A finished plan as a file: PDF (route sheets), XLSX, CSV, GeoJSON, GPX.

    The sheets of a published plan carry the code of the driver's link, for dispatchers only.
    """
    day = paper_of(plan_id, asked.route)
    name = f"huiliu-{day.date.isoformat()}-v{day.version}" + (f"-{asked.route}" if asked.route else "")
    if kind == "gpx" and asked.route is None:
        content, kind, media = gpx_zip(day), "zip", "application/zip"
    else:
        content, media = _content(day, kind), FORMATS[kind]
    # Printing opens in the browser; everything else is kept as a file.
    answer = file_answer(content, media, f"{name}.{kind}", shown=kind == "pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def paper_of(plan_id: str, number: int | None = None) -> DayPaper:
    """A finished plan of the account's organisation for paper, or one of its routes.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan. A222: the plan has no such route.
    ConflictError
        A253: the plan is not finished.
    """
    account = principal()
    with installation().reading() as store:
        detail = load_plan_detail(store, account.organisation_id, plan_id)
        materials = load_materials(store)
    if detail.plan.status not in _FINISHED:
        cause = f"The plan is {detail.plan.status.value}: there is nothing to print."
        raise ConflictError(Fault("A253", cause, "Wait for it to finish.", f"plan {plan_id}"))
    day = day_paper(
        detail, materials, language=language(), link_of=link_path if account.role in DISPATCHERS else None
    )
    if number is None:
        return day
    if number not in {route.number for route in day.routes}:
        raise NotFoundError(
            Fault("A222", f"The plan has no route {number}.", "Open the plan anew.", "query.route")
        )
    return day.only(number)


def _content(day: DayPaper, kind: str) -> bytes:
    if kind == "pdf":
        # Here, not above: the PDF library takes longer to load than the rest of the page.
        from app.exports.fonts import chinese_font
        from app.exports.route_sheets import route_sheets

        return route_sheets(day, chinese_font(), roads_of(day.network), origin=request.url_root)
    if kind == "gpx":
        return gpx(day, day.routes[0])
    if kind == "geojson":
        return json.dumps(geojson(day), ensure_ascii=False).encode()
    return workbook(day) if kind == "xlsx" else stops_csv(day)


def roads_of(network: str) -> Roads:
    """The roads that a paper map shows; none where the network is no more, for the map is of use without."""
    try:
        graph = installation().networks.graph(network)
    except NotFoundError:
        return lambda _box, _zoom: []
    return lambda box, zoom: roads_within(graph, box, zoom)

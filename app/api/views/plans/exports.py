"""``/plans/<id>/export/<format>``: a plan as route sheets, tables and map files."""

from __future__ import annotations

from typing import Annotated

from flask import Response, request
from pydantic import BaseModel, Field

from app.api.blueprint import api, file_answer
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.auth.driver_tokens import link_path
from app.context import installation
from app.exports.pdf.background import background_of
from app.exports.plan.files import plan_file, read_printable
from app.language import language


class ExportQuery(BaseModel):
    """Route and language; by default all routes in the reader's language."""

    route: Annotated[int | None, Field(ge=1, description="Number of a route; GPX of all is a ZIP.")] = None
    lang: Annotated[str | None, Field(pattern="^(zh|en)$")] = None


@api.get("/plans/<plan_id>/export/<any(pdf, xlsx, csv, geojson, gpx):kind>")
@allowed(*READERS)
@api.input(ExportQuery, location="query", arg_name="query")
@api.doc(operation_id="exportPlan", responses={200: "The file", 409: "The plan is not finished"})
def export_plan(plan_id: str, kind: str, query: ExportQuery) -> Response:
    """Export a finished plan as a file: PDF (route sheets), XLSX, CSV, GeoJSON or GPX.

    For dispatchers, the sheets of a published plan contain the QR code of the driver's link.
    """
    account, own = principal(), installation()
    with own.reading() as store:
        day = read_printable(
            store,
            account.organisation_id,
            plan_id,
            language=language(),
            link_of=link_path if account.role in DISPATCHERS else None,
            number=query.route,
        )
    name = f"huiliu-{day.date.isoformat()}-v{day.version}" + (f"-{query.route}" if query.route else "")
    kind = "zip" if kind == "gpx" and query.route is None else kind
    background = background_of(own.networks, day.network)
    content, media = plan_file(day, kind, background, origin=request.url_root)
    # PDF opens in the browser for printing; the other formats are downloaded.
    answer = file_answer(content, media, f"{name}.{kind}", shown=kind == "pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer

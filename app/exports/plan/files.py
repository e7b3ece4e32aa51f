"""Export a plan as a file: PDF route sheets, tables, or files for maps and navigators."""

from __future__ import annotations

import json

from sqlmodel import Session

from app.errors import ConflictError
from app.exports.media_types import PLAN_FORMATS
from app.exports.pdf.background import Background
from app.exports.plan.map_files import geojson, gpx, gpx_zip
from app.exports.plan.printable import PrintablePlan, printable_plan
from app.exports.plan.tables import stops_csv, workbook
from app.services.plans.document import LinkOf
from data.domain.errors import Fault, NotFoundError
from data.store.plans.copies import FINISHED
from data.store.plans.lookup import load_plan_detail
from data.store.requests.materials import load_materials


def read_printable(
    store: Session,
    organisation_id: int,
    plan_id: str,
    *,
    language: str,
    link_of: LinkOf | None,
    number: int | None = None,
) -> PrintablePlan:
    """Read a finished plan, or one of its routes, in printable form.

    Parameters
    ----------
    link_of
        See `app.services.plans.document.plan_document`.
    number
        Number of the only route to keep.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan. A222: the plan has no such route.
    ConflictError
        A253: the plan is not finished.
    """
    detail = load_plan_detail(store, organisation_id, plan_id)
    if detail.plan.status not in FINISHED:
        cause = f"The plan is {detail.plan.status.value}: there is nothing to print."
        raise ConflictError(Fault("A253", cause, "Wait for it to finish.", f"plan {plan_id}"))
    day = printable_plan(detail, load_materials(store), language=language, link_of=link_of)
    if number is None:
        return day
    if number not in {route.number for route in day.routes}:
        raise NotFoundError(
            Fault("A222", f"The plan has no route {number}.", "Reload the plan.", "query.route")
        )
    return day.only(number)


def plan_file(day: PrintablePlan, kind: str, background: Background, *, origin: str) -> tuple[bytes, str]:
    """Return the content and media type of a plan's file.

    Parameters
    ----------
    kind
        A key of `PLAN_FORMATS`, or ``zip``: the GPX files of all routes. ``gpx`` takes a plan of one route.
    background
        Roads of the maps on route sheets.
    origin
        The server's address as its users write it, for the QR codes of drivers' links.
    """
    if kind == "zip":
        return gpx_zip(day), "application/zip"
    if kind == "pdf":
        # Imported here: the PDF library takes longer to load than the rest of a page.
        from app.exports.pdf.fonts import chinese_font
        from app.exports.plan.route_sheets import route_sheets

        content = route_sheets(day, chinese_font(), background, origin=origin)
    elif kind == "gpx":
        content = gpx(day, day.routes[0])
    elif kind == "geojson":
        content = json.dumps(geojson(day), ensure_ascii=False).encode()
    else:
        content = workbook(day) if kind == "xlsx" else stops_csv(day)
    return content, PLAN_FORMATS[kind]

"""A plan's page for printing from the browser, and the files to take with one."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.api.views.exports import FORMATS, paper_of
from app.auth.access import READERS, allowed
from app.exports.day import label_of
from app.exports.tables import spans
from app.exports.words import amount, clock
from app.web.pages import web


@web.get("/plans/<plan_id>/print")
@allowed(*READERS)
def print_plan(plan_id: str) -> ResponseReturnValue:
    """All routes as tables: for machines without a Chinese font, and to look at before printing."""
    day = paper_of(plan_id)
    files = {kind: url_for("api.export_plan", plan_id=plan_id, kind=kind) for kind in FORMATS}
    return render_template(
        "print.html", day=day, words=day.words, files=files, plan_id=plan_id,
        clock=clock, amount=amount, spans=spans, label_of=label_of,
    )  # fmt: skip

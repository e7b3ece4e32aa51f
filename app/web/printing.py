"""A plan's page for printing from the browser, with links to its files."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.auth.driver_tokens import link_path
from app.context import installation
from app.exports.media_types import PLAN_FORMATS
from app.exports.plan.files import read_printable
from app.exports.plan.printable import label_of
from app.exports.plan.tables import spans
from app.exports.words import amount, clock
from app.language import language
from app.web.views import web


@web.get("/plans/<plan_id>/print")
@allowed(*READERS)
def print_plan(plan_id: str) -> ResponseReturnValue:
    """Render all routes as tables: for machines without a Chinese font, and as a preview of the sheets."""
    account = principal()
    with installation().reading() as store:
        day = read_printable(
            store,
            account.organisation_id,
            plan_id,
            language=language(),
            link_of=link_path if account.role in DISPATCHERS else None,
        )
    files = {kind: url_for("api.export_plan", plan_id=plan_id, kind=kind) for kind in PLAN_FORMATS}
    return render_template(
        "print.html", day=day, words=day.words, files=files, plan_id=plan_id,
        clock=clock, amount=amount, spans=spans, label_of=label_of,
    )  # fmt: skip

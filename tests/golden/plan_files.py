"""Sections on a stored plan: its files, its route sheets, what the API tells of its day."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader
from sqlmodel import select

from tests.golden import project

Ask = Callable[..., Any]
"""Method, path and body to an answer of the API."""
REQUESTS, TRUCKS = 9, 2
GEOMETRY = "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
"""An encoded polyline for every route."""
BAD_REQUEST, NO_TYPEFACE = 400, 503
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+([+-]\d\d:\d\d|Z)?")
_HEX_ID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b")
_LINK = re.compile(r"/d/[\w.~-]+")


def exports() -> Any:
    """CSV, workbook, GeoJSON and GPX of the plan, in both languages."""
    found = {}
    with _stored() as (ask, _world, plan_id):
        for language in ("zh", "en"):
            files = {kind: _file(ask, plan_id, kind, language) for kind in ("csv", "xlsx", "geojson", "gpx")}
            book = load_workbook(io.BytesIO(files["xlsx"].data))
            line = _file(ask, plan_id, "gpx", f"{language}&route=1")
            archive = zipfile.ZipFile(io.BytesIO(files["gpx"].data))
            found[language] = {
                "types": {kind: answer.content_type for kind, answer in files.items()},
                "names": {kind: answer.headers["Content-Disposition"] for kind, answer in files.items()},
                "csv": files["csv"].data.decode("utf-8").splitlines(),
                "xlsx": {sheet.title: [list(row) for row in sheet.values] for sheet in book},
                "geojson": json.loads(files["geojson"].data),
                "gpx": line.data.decode("utf-8").replace("><", ">\n<").splitlines(),
                "gpx of all": sorted(archive.namelist()),
            }
    return _normal(found)


def route_sheets() -> Any:
    """Pages and text of the route sheets; None where there is no Chinese typeface."""
    found = {}
    with _stored() as (ask, _world, plan_id):
        for language in ("zh", "en"):
            answer = _file(ask, plan_id, "pdf", language)
            if answer.status_code == NO_TYPEFACE:
                return None
            pages = PdfReader(io.BytesIO(answer.data)).pages
            found[language] = [page.extract_text().splitlines() for page in pages]
    return _normal(found)


def api_answers() -> Any:
    """What the API says of the day, ids and moments of storing made alike."""
    found: dict[str, Any] = {}

    def tell(what: str, answer: Any) -> Any:
        found[what] = {"status": answer.status_code, "body": answer.get_json()}
        return found[what]["body"]

    with _stored(published=False) as (ask, world, plan_id):
        for path in (
            "me", "centres", "vehicles", "drivers", "materials", "sites", "standing-requests", "networks",
            "studies", "days-off", "vehicle-classes", "first-steps", "organisation", "people", "keys",
            f"requests?centre={world.centre}&date={world.date}", f"plans?date={world.date}",
            f"plans?centre={world.centre}&date={world.date}", f"plans/{plan_id}/history",
            f"plans/{plan_id}/changes", f"plans/{plan_id}/routes/1/geometry", f"plans/{plan_id}/events",
            "plans/none", "nothing", "networks/toy/closures", "requests", "networks/toy/isochrone?at=1,2",
        ):  # fmt: skip
            tell(path.replace(plan_id, "<plan>"), ask("GET", path))
        plan = tell("plan", ask("GET", f"plans/{plan_id}"))
        task, other = (visit["task"] for visit in plan["routes"][0]["visits"][1:3])
        trucks = [f"V-{number + 1}" for number in range(TRUCKS)]
        tell("offers", ask("GET", f"plans/{plan_id}/offers/{task}"))
        revision = 0
        for number, edit in enumerate((
            {"kind": "remove", "task": task}, {"kind": "insert", "task": task, "vehicle": trucks[1]},
            {"kind": "move", "task": other, "vehicle": trucks[1], "position": 0},
            {"kind": "reverse", "vehicle": trucks[0]}, {"kind": "dance"}, {"kind": "remove", "task": "ghost"},
            {"kind": "swap", "vehicle": trucks[0], "other": trucks[1]},
        )):  # fmt: skip
            answer = ask("POST", f"plans/{plan_id}/edits", {"revision": revision, **edit})
            tell(f"edit {number} {edit['kind']}", answer)
            revision += answer.status_code < BAD_REQUEST
        tell(
            "old edit", ask("POST", f"plans/{plan_id}/edits", {"revision": 0, "kind": "remove", "task": task})
        )
        tell("bad request", ask("POST", "requests", {"ref": ""}))
        tell("published", ask("POST", f"plans/{plan_id}/publish", {}))
    return _normal(found, plan_id)


@contextmanager
def _stored(*, published: bool = True) -> Iterator[tuple[Ask, Any, str]]:
    """A database with a planned day; what asks its API, its world, and the plan's id."""
    use = project.stored_days()
    with tempfile.TemporaryDirectory(prefix="huiliu-golden-") as folder:
        settings = use.Settings(home=Path(folder), secret_key="a signing key for tests, long enough")
        use.upgrade(settings)
        try:
            world = use.make_world(settings, requests=REQUESTS, vehicles=TRUCKS)
            plan_id = use.solved_plan(settings, world)
            with use.session(settings, write=True) as store:
                for route in store.exec(select(use.Route)):
                    route.geometry = GEOMETRY
                    store.add(route)
            if published:
                with use.session(settings, write=True) as store:
                    use.publish(store, world.organisation_id, plan_id)
            key = use.make_key(settings, world.organisation_id)
            client = use.create_app(settings, queue=use.FakeQueue()).test_client()

            def ask(method: str, path: str, body: Any = None) -> Any:
                given = {} if body is None else {"json": body}
                headers = {"Authorization": f"Bearer {key}"}
                return client.open(f"/api/v1/{path}", method=method, headers=headers, **given)

            yield ask, world, plan_id
        finally:
            use.dispose(settings)


def _file(ask: Ask, plan_id: str, kind: str, query: str) -> Any:
    return ask("GET", f"plans/{plan_id}/export/{kind}?lang={query}")


def _normal(value: Any, plan_id: str = "none") -> Any:
    """Ids, tokens and moments of storing replaced by words that stay the same."""
    if isinstance(value, dict):
        return {key: _normal(inner, plan_id) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(inner, plan_id) for inner in value]
    if not isinstance(value, str):
        return value
    value = _LINK.sub("/d/<token>", value.replace(plan_id, "<plan>"))
    return _HEX_ID.sub("<id>", _INSTANT.sub("<moment>", value))

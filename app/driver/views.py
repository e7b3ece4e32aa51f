"""``/d/…``: the driver's pages, reports, and the service worker that keeps them offline."""

from __future__ import annotations

from flask import Blueprint, Flask, jsonify, redirect, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue

from app.auth.access import ANYONE, DRIVERS, LINK, allowed, principal
from app.auth.driver_tokens import is_signed_here, link_path, published_route
from app.auth.rate_limits import BAD_LINK_LIMIT, LINK_LIMIT, limited
from app.context import installation
from app.driver.day import day_document, routes_today
from app.error_handlers import faults_json
from app.language import language
from app.services.plans.reports import fold_states, read_reports, store_reports
from app.web.bundle import DRIVER, bundle
from app.web.map_tiles import remember_network
from app.web.views import shell
from app.web.words import word
from data.domain.errors import Fault, InputError
from data.store.plans.lookup import load_plan_detail
from data.store.requests.materials import load_materials

driver = Blueprint("driver", __name__, url_prefix="/d")


def register_driver(app: Flask) -> None:
    """Register the driver's pages."""
    app.register_blueprint(driver)


def _link() -> str:
    return "link:" + _token()


def _token() -> str:
    return str((request.view_args or {}).get("token", ""))


def _signed_here() -> bool:
    return is_signed_here(_token())


# A carrier puts many phones behind one address: valid links are counted individually,
# other tokens by the address of the client.
_by_link = limited(LINK_LIMIT, shared="driver", key_func=_link)
_by_address = limited(BAD_LINK_LIMIT, shared="bad-link", exempt_when=_signed_here)


@driver.get("/")
@allowed(*DRIVERS)
def today() -> ResponseReturnValue:
    """Redirect to today's route; show a choice if there are several, a message if there is none."""
    account = principal()
    with installation().reading() as store:
        found = routes_today(store, account.organisation_id, account.user_id)
    if len(found) == 1:
        return redirect(link_path(found[0][0]))
    routes = [
        {"path": link_path(route), "number": route.number, "plate": vehicle.plate or vehicle.ref}
        for route, vehicle in found
    ]
    return render_template("driver_today.html", routes=routes)


@driver.get("/sw.js")
@allowed(ANYONE)
def service_worker() -> ResponseReturnValue:
    """Serve the service worker, under the scope that it controls."""
    response = send_from_directory(bundle().folder, "sw.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/d/"
    return response


@driver.get("/<token>")
@allowed(LINK)
@_by_address
@_by_link
def page(token: str) -> ResponseReturnValue:
    """Render the driver's page."""
    with installation().reading() as store:
        _route, plan = published_route(store, token)
    remember_network(plan.network)
    bootstrap = {
        "token": token,
        "language": language(),
        "rasterTilesUrl": installation().settings.raster_tiles_url or None,
    }
    return shell(DRIVER, word("page-driver"), bootstrap, with_csrf=False)


@driver.get("/<token>/day.json")
@allowed(LINK)
@_by_address
@_by_link
def day(token: str) -> ResponseReturnValue:
    """Return the document of the route."""
    with installation().reading() as store:
        route, plan = published_route(store, token)
        detail = load_plan_detail(store, plan.organisation_id, plan.id)
        materials = load_materials(store)
    assert route.id is not None
    remember_network(plan.network)
    response = jsonify(day_document(detail, route.id, materials, language=language()))
    response.headers["Cache-Control"] = "no-store"
    return response


@driver.post("/<token>/events")
@allowed(LINK)
@_by_address
@_by_link
def report(token: str) -> ResponseReturnValue:
    """Store reports: ``{"received": [ids], "refused": [{"id", "faults"}], "visits": [...]}``.

    Reports are idempotent by id. 422 if no report could be stored.
    """
    body = request.get_json(force=True, silent=True)
    if body is None:
        raise InputError(Fault("A321", "The request has no reports.", "Send JSON: one report or a list."))
    reports = read_reports(body)
    with installation().writing() as store:
        route, plan = published_route(store, token)
        batch = store_reports(store, plan, route, reports)
        states = fold_states(store, route)
    answer = {
        "received": batch.received,
        "refused": batch.refused,
        "visits": [
            {"id": visit_id, "status": state.status, "reason": state.reason}
            for visit_id, state in sorted(states.items())
        ],
    }
    if not batch.received:
        faults = [Fault(**entry) for refused in batch.refused for entry in refused["faults"]]
        return jsonify(answer | faults_json(faults)), 422
    return jsonify(answer)

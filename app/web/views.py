"""The planner's pages: one shell that the front end fills, signing in and out, and the language."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.auth.access import (
    ADMINISTRATORS,
    ANYONE,
    DISPATCHERS,
    DRIVERS,
    EVERYBODY,
    READERS,
    allowed,
    principal,
)
from app.auth.rate_limits import LOGIN_LIMIT, limited
from app.auth.setup_code import nobody_has_an_account
from app.auth.sign_in import LockedError, sign_in, sign_out
from app.context import installation
from app.errors import NotSignedInError
from app.language import LANGUAGE_COOKIE, language
from app.web.bundle import PLANNER, Bundle, bundle, register_bundle
from app.web.words import fault_sentence, fault_title, word
from data.domain.errors import UnavailableError
from data.words.catalogue import HTML_LANGUAGE, LANGUAGES

web = Blueprint("web", __name__, template_folder="templates")
LANGUAGE_COOKIE_S = 365 * 24 * 3600


def register_web(app: Flask, built: Bundle) -> None:
    """Register the pages, their front end and the template context."""
    register_bundle(app, built)
    for name in ("setup", "printing", "api_reference"):  # they add their views to the blueprint
        import_module(f"app.web.{name}")
    app.register_blueprint(web)
    app.context_processor(_template_words)
    app.after_request(_remember_language)
    app.after_request(_keep_no_page)


def _template_words() -> dict[str, Any]:
    return {
        "word": word,
        "fault_title": fault_title,
        "fault_sentence": fault_sentence,
        "html_language": HTML_LANGUAGE[language()],
        "other_language": _other_language(),
        "other_language_tag": HTML_LANGUAGE[_other_language()],
    }


def _other_language() -> str:
    return next(tag for tag in LANGUAGES if tag != language())


def _remember_language(response: Any) -> Any:
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            request.args["lang"],
            max_age=LANGUAGE_COOKIE_S,
            samesite="Lax",
            secure=request.is_secure,
            httponly=True,
        )
    return response


def _keep_no_page(response: Any) -> Any:
    """Forbid caching of pages, which hold tokens and are in the reader's language."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


@web.get("/")
@allowed(*EVERYBODY)
def home() -> ResponseReturnValue:
    """Show today; drivers are redirected to their own page."""
    if principal().role in DRIVERS:
        return redirect(url_for("driver.today"))
    return _planner_page()


@web.get("/plans/<plan_id>")
@web.get("/plans/<plan_id>/<any(compare, publish):page>")
@allowed(*READERS)
def planner(plan_id: str, page: str = "") -> ResponseReturnValue:
    """Show a plan, optionally compared with another of its day or with the published one."""
    return _planner_page(plan_id)


@web.get("/coverage")
@web.get("/coverage/<study_id>")
@allowed(*READERS)
def coverage(study_id: str = "") -> ResponseReturnValue:
    """Show coverage studies, or one of them."""
    return _planner_page()


@web.get("/requests")
@web.get("/network/<any(sites, fleet, calendars, roads):name>")
@allowed(*READERS)
def work(name: str | None = None) -> ResponseReturnValue:
    """Show requests, sites, vehicles, drivers, days off and roads."""
    return _planner_page()


@web.get("/requests/import")
@web.get("/network/<any(sites, vehicles, drivers):kind>/import")
@allowed(*DISPATCHERS)
def table_import(kind: str | None = None) -> ResponseReturnValue:
    """Show the import of tables."""
    return _planner_page()


@web.get("/admin/<any(people, organisation, keys, health, history):name>")
@allowed(*ADMINISTRATORS)
def administration(name: str) -> ResponseReturnValue:
    """Show users, organisation, keys, health and the audit trail."""
    return _planner_page()


@web.get("/account")
@allowed(*EVERYBODY)
def own_account() -> ResponseReturnValue:
    """Show password and sessions of the account."""
    return _planner_page()


def _planner_page(plan_id: str | None = None) -> ResponseReturnValue:
    """Render the planner's page, which loads its data from the API."""
    bootstrap = {
        "me": principal().document(),
        "utc_offset_min": principal().utc_offset_min,
        "language": language(),
        "page": request.path,
        "plan_id": plan_id,
        "max_upload_mb": installation().settings.max_upload_mb,
        "raster_tiles_url": installation().settings.raster_tiles_url or None,
        "version": "v1",
    }
    return shell(PLANNER, word("page-planner"), bootstrap, with_csrf=True)


def shell(entry: str, title: str, bootstrap: dict[str, Any], *, with_csrf: bool) -> ResponseReturnValue:
    """Render a page that loads one entry of the bundle, or states that the bundle is not built."""
    try:
        files = bundle().entry(entry, language())
    except UnavailableError:
        return render_template("not_built.html"), 503
    return render_template("shell.html", entry=files, title=title, bootstrap=bootstrap, with_csrf=with_csrf)


@web.get("/login")
@allowed(ANYONE)
def login() -> ResponseReturnValue:
    """Show the sign-in page."""
    if current_user.is_authenticated:
        return redirect(_next_page())
    with installation().reading() as store:
        if nobody_has_an_account(store):
            return redirect(url_for("web.setup"))
    return _login_page(username="")


@web.post("/login")
@allowed(ANYONE)
@limited(LOGIN_LIMIT)
def enter() -> ResponseReturnValue:
    """Sign in; the answers to a wrong name and to a wrong password are the same."""
    username, password = request.form.get("username", "").strip(), request.form.get("password", "")
    if not username or not password:
        return _login_page(username=username, problem=word("page-fill-in")), 422
    try:
        sign_in(username, password)
    except LockedError as error:
        return _login_page(username=username, problem=word("page-locked", minutes=error.minutes)), 429
    except NotSignedInError:
        return _login_page(username=username, problem=word("page-wrong-login")), 401
    return redirect(_next_page(), code=303)


@web.post("/logout")
@allowed(ANYONE)
def logout() -> ResponseReturnValue:
    """Sign out."""
    sign_out()
    return redirect(url_for("web.login"), code=303)


def _login_page(*, username: str, problem: str = "") -> str:
    query = {"lang": _other_language()} | ({"next": request.args["next"]} if "next" in request.args else {})
    return render_template(
        "login.html",
        username=username,
        problem=problem,
        next=request.args.get("next"),
        other_language_url=f"{url_for('web.login')}?{urlencode(query)}",
    )


def _next_page() -> str:
    """Return the page to show after signing in, always on this site."""
    target = request.args.get("next", "")
    try:
        # Browsers remove these characters from addresses, as urlsplit does.
        ours = target.startswith("/") and "\\" not in target and not urlsplit(target).netloc
    except ValueError:
        ours = False
    return target if ours and not target.startswith("//") else url_for("web.home")

"""``/setup``: create the first administrator, once, with a code from the server's own output."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, select

from app.auth.access import ANYONE, allowed
from app.auth.rate_limits import limited
from app.auth.setup_code import hold_accounts, is_setup_code, nobody_has_an_account
from app.auth.sign_in import sign_in
from app.context import installation
from app.services.accounts.organisations import FIRST_REF, create_organisation
from app.services.accounts.users import add_user
from app.web.views import web
from app.web.words import word
from data.domain.errors import Fault, InputError, NotFoundError
from data.store.accounts.organisations import Organisation, OrganisationKind
from data.store.accounts.users import Role

SETUP_LIMIT = "10 per minute"
_FIELDS = ("code", "organisation", "name", "username")
_MOST = 200


@web.get("/setup")
@allowed(ANYONE)
def setup() -> ResponseReturnValue:
    """Render the set-up page; 404 once an account exists."""
    with installation().reading() as store:
        _require_nobody(store)
    # The server prints an address with the code in it; it is checked when the form is sent.
    return _page({"code": request.args.get("code", "")[:_MOST]}, [])


@web.post("/setup")
@allowed(ANYONE)
@limited(SETUP_LIMIT)
def set_up() -> ResponseReturnValue:
    """Create the first organisation and its administrator, and sign in."""
    sent = {name: request.form.get(name, "").strip()[:_MOST] for name in _FIELDS}
    password = request.form.get("password", "")
    problems = _problems(sent, password)
    if not problems:
        try:
            with installation().writing() as store:
                hold_accounts(store)
                _require_nobody(store)
                _make(store, sent, password)
        except InputError as error:
            problems = [word(f"page-setup-{fault.code}") for fault in error.faults]
    if problems:
        return _page(sent, problems), 422
    sign_in(sent["username"], password)
    return redirect(url_for("web.home"), code=303)


def _problems(sent: Mapping[str, str], password: str) -> list[str]:
    found = []
    if not is_setup_code(sent["code"], str(current_app.secret_key)):
        found.append(word("page-setup-wrong-code"))
    if not all(sent.values()) or not password:
        found.append(word("page-setup-fill-in"))
    if password != request.form.get("again", ""):
        found.append(word("page-setup-differ"))
    return found


def _make(store: Session, sent: Mapping[str, str], password: str) -> None:
    owner = store.exec(select(Organisation)).first()
    if owner is None:
        kind = request.form.get("kind", "")
        known = {entry.value for entry in OrganisationKind}
        owner = create_organisation(
            store,
            FIRST_REF,
            sent["organisation"],
            OrganisationKind(kind) if kind in known else OrganisationKind.SORTING_CENTRE,
        )
    owner.name_zh = owner.name_en = sent["organisation"]
    store.add(owner)
    add_user(
        store,
        owner,
        username=sent["username"],
        role=Role.ADMINISTRATOR,
        password=password,
        name=sent["name"],
        actor="set-up page",
    )


def _require_nobody(store: Session) -> None:
    if not nobody_has_an_account(store):
        raise NotFoundError(
            Fault("A132", "This installation is already set up.", "Sign in, or ask an administrator.")
        )


def _page(sent: Mapping[str, str], problems: list[str]) -> str:
    kinds = [(kind.value, word(f"page-kind-{kind.value}")) for kind in OrganisationKind]
    return render_template(
        "setup.html",
        sent=sent,
        problems=problems,
        kinds=kinds,
        kind=request.form.get("kind", OrganisationKind.SORTING_CENTRE.value),
    )

"""Access control: a decorator declares each view's audience; one check runs before every view.

A view without a declaration is closed to everyone. Sessions, used by browsers, require a CSRF token for every
call that changes something; API keys, used by programs, do not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from apiflask import APIFlask
from flask import Request, current_app, g, request
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect

from app.context import installation
from app.errors import ForbiddenError, NotSignedInError
from data.domain.errors import Fault
from data.words.catalogue import LANGUAGES

ANYONE: Final = "anyone"
LINK: Final = "link"
PROGRAM: Final = "program"
ADMINISTRATORS: Final = ("administrator",)
"""People, keys and the organisation itself."""
DISPATCHERS: Final = (*ADMINISTRATORS, "dispatcher")
"""Requests, plans, trucks, drivers and closed roads: the day's work."""
PLANNERS: Final = (*ADMINISTRATORS, "planner")
"""Coverage studies: where collection points should stand."""
SITE_KEEPERS: Final = (*DISPATCHERS, "planner")
"""Places, which the day's work and the studies share."""
READERS: Final = (*SITE_KEEPERS, "viewer")
"""Everyone who sees what belongs to the organisation; changes nothing by itself."""
DRIVERS: Final = ("driver",)
"""Their own routes, and nothing else of the organisation's."""
EVERYBODY: Final = (*READERS, *DRIVERS)
"""What concerns the account itself."""
_AUDIENCES: Final = frozenset({*EVERYBODY, ANYONE, LINK, PROGRAM})
_DECLARATION: Final = "huiliu_audience"

View = TypeVar("View", bound=Callable[..., Any])

login_manager = LoginManager()
login_manager.session_protection = "basic"
csrf = CSRFProtect()


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal(UserMixin):  # type: ignore[misc]
    """The account that makes a request.

    Attributes
    ----------
    user_id
        None for an API key that belongs to no person.
    key_id, session_id
        The API key or the session used.
    session_token
        Token in the session's cookie.
    """

    user_id: int | None
    key_id: int | None = None
    username: str
    name: str
    role: str
    language: str
    organisation_id: int
    organisation_ref: str
    organisation_name_zh: str
    organisation_name_en: str
    utc_offset_min: int = 480
    session_token: str = ""
    session_id: int | None = None

    def get_id(self) -> str:
        return self.session_token

    def document(self) -> dict[str, object]:
        """Return the account as the API and the planner's page describe it (`app.schemas.common.MeOut`)."""
        return {
            "user": self.username,
            "name": self.name,
            "role": self.role,
            "organisation": {
                "ref": self.organisation_ref,
                "name_zh": self.organisation_name_zh,
                "name_en": self.organisation_name_en,
            },
            "languages": list(LANGUAGES),
        }

    @property
    def actor(self) -> str:
        """Return the name for the audit trail."""
        return f"key:{self.key_id}" if self.key_id is not None else f"user:{self.user_id}"


def allowed(*audience: str) -> Callable[[View], View]:
    """Declare who may call a view.

    Parameters
    ----------
    audience
        Roles, preferably one of the groups above (`READERS`, `DISPATCHERS`, …), or one of: `ANYONE` for
        public views, `LINK` for views that check a signed link themselves and take no session, `PROGRAM` for
        views that take the key of any account, and none at all if ``HUILIU_OPEN_COMPAT`` is set.
    """
    unknown = set(audience) - _AUDIENCES
    if unknown or not audience or (len(audience) > 1 and {ANYONE, LINK, PROGRAM} & set(audience)):
        raise ValueError(f"not an audience: {audience}")

    def declare(view: View) -> View:
        setattr(view, _DECLARATION, frozenset(audience))
        return view

    return declare


def audience_of(view: Callable[..., Any]) -> frozenset[str]:
    """Return who may call this view; empty if undeclared."""
    return cast("frozenset[str]", getattr(view, _DECLARATION, frozenset()))


def principal() -> Principal:
    """Return the authenticated account of this request.

    Raises
    ------
    NotSignedInError
        A101: the request is not authenticated.
    """
    if not current_user.is_authenticated:
        raise NotSignedInError(
            Fault("A101", "You are not signed in.", "Sign in, or send an API key as a bearer token.")
        )
    return cast(Principal, current_user._get_current_object())


def register_access(app: APIFlask) -> None:
    """Install authentication, CSRF protection and the access check."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config.setdefault("WTF_CSRF_CHECK_DEFAULT", False)
    login_manager.init_app(app)
    csrf.init_app(app)
    app.before_request(_check)


def key_of(incoming: Request) -> str | None:
    """Return the API key of a request: a bearer token, or ``?key=`` for clients that cannot send headers."""
    scheme, _, token = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return incoming.args.get("key") or None


def _check() -> None:
    if request.endpoint is None:
        return
    audience = audience_of(current_app.view_functions[request.endpoint])
    if LINK in audience or (PROGRAM in audience and installation().settings.open_compat):
        return
    if PROGRAM in audience:
        principal()
    elif ANYONE not in audience:
        role = principal().role
        if role not in audience:
            raise ForbiddenError(_not_for(role, audience))
    if not g.get("by_key", False):
        _check_csrf()


def _not_for(role: str, audience: frozenset[str]) -> Fault:
    needed = " or ".join(sorted(audience)) or "no role"
    return Fault("A102", f"The role {role} is not permitted; required: {needed}.", "Ask an administrator.")


def _check_csrf() -> None:
    try:
        csrf.protect()
    except CSRFError as error:
        raise ForbiddenError(
            Fault(
                "A103",
                f"The page's token was not accepted: {error.description}",
                "Reload the page and try again; programs send an API key.",
                "X-CSRF-Token",
            )
        ) from error

"""``/me/…``: password, sessions and language of the caller's account."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import EVERYBODY, Principal, allowed, principal
from app.auth.rate_limits import LOGIN_LIMIT, limited
from app.auth.sign_in import change_own_password
from app.context import installation
from app.errors import ForbiddenError
from app.schemas.accounts import LanguageIn, OwnPasswordIn, SessionOut
from data.domain.errors import Fault, NotFoundError
from data.store.accounts.sessions import end_sessions, list_sessions
from data.store.accounts.users import User


@api.post("/me/password")
@allowed(*EVERYBODY)
@limited(LOGIN_LIMIT)
@api.input(OwnPasswordIn, arg_name="body")
@api.output({}, status_code=204)
@api.doc(operation_id="changeOwnPassword")
def change_password(body: OwnPasswordIn) -> str:
    """Change the password of the caller's account; all its other sessions end."""
    change_own_password(_own(), body.old, body.new)
    return ""


@api.get("/me/sessions")
@allowed(*EVERYBODY)
@api.output(many(SessionOut))
@api.doc(operation_id="listOwnSessions")
def own_sessions() -> list[SessionOut]:
    """List the sessions of the caller's account, the most recently used first."""
    account = _own()
    assert account.user_id is not None
    with installation().reading() as store:
        rows = list_sessions(store, account.user_id)
    return [
        SessionOut(
            id=row.id or 0,
            device=row.device,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            current=row.id == account.session_id,
        )
        for row in rows
    ]


@api.delete("/me/sessions/<int:session_id>")
@allowed(*EVERYBODY)
@api.output({}, status_code=204)
@api.doc(operation_id="endOwnSession")
def end_own_session(session_id: int) -> str:
    """End one session of the caller's account."""
    account = _own()
    assert account.user_id is not None
    with installation().writing() as store:
        ended = end_sessions(store, account.user_id, only=min(session_id, 2**31 - 1))
    if not ended:
        raise NotFoundError(
            Fault("A129", f"There is no session {session_id}.", "It may have ended by itself.", "session")
        )
    return ""


@api.put("/me/language")
@allowed(*EVERYBODY)
@api.input(LanguageIn, arg_name="body")
@api.output({}, status_code=204)
@api.doc(operation_id="setOwnLanguage")
def set_language(body: LanguageIn) -> str:
    """Set the language of pages for browsers that state none."""
    account = _own()
    with installation().writing() as store:
        row = store.get_one(User, account.user_id)
        row.language = body.language
        store.add(row)
    return ""


def _own() -> Principal:
    """Return the account of a signed-in person; API keys are refused, even if a person owns them."""
    account = principal()
    if account.session_id is None:
        raise ForbiddenError(
            Fault("A134", "An API key has no personal account.", "Sign in as the person.", "key")
        )
    return account

"""``GET /me``: the account that makes the request."""

from __future__ import annotations

from app.api.blueprint import api
from app.auth.access import EVERYBODY, allowed, principal
from app.schemas.common import MeOut


@api.get("/me")
@allowed(*EVERYBODY)
@api.output(MeOut)
@api.doc(operation_id="getMe")
def me() -> dict[str, object]:
    """Get the account of this session or key."""
    return principal().document()

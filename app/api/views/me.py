"""``GET /me``: the account that asks."""

from __future__ import annotations

from app.api.blueprint import api
from app.auth.access import EVERYBODY, Principal, allowed, principal
from app.schemas.common import LANGUAGES, MeOut


@api.get("/me")
@allowed(*EVERYBODY)
@api.output(MeOut)
@api.doc(operation_id="getMe")
def me() -> dict[str, object]:
    """The account behind this session or key."""
    return me_document(principal())


def me_document(account: Principal) -> dict[str, object]:
    """What is told about an account."""
    return {
        "user": account.username,
        "name": account.name,
        "role": account.role,
        "organisation": {
            "ref": account.organisation_ref,
            "name_zh": account.organisation_name_zh,
            "name_en": account.organisation_name_en,
        },
        "languages": list(LANGUAGES),
    }

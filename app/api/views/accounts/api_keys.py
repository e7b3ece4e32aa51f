"""``/keys``: API keys of programs, for administrators."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import ADMINISTRATORS, allowed, principal
from app.context import installation
from app.schemas.accounts import KeyIn, KeyOut, KeyWithSecret
from app.services.accounts.api_keys import add_key, find_keys, revoke_key
from data.store.accounts.organisations import Organisation
from data.store.accounts.users import ApiKey, Role


@api.get("/keys")
@allowed(*ADMINISTRATORS)
@api.output(many(KeyOut))
@api.doc(operation_id="listKeys")
def list_keys() -> list[KeyOut]:
    """List the organisation's API keys, active ones first; the keys' secrets are not included."""
    with installation().reading() as store:
        return [_document(row) for row in find_keys(store, principal().organisation_id)]


@api.post("/keys")
@allowed(*ADMINISTRATORS)
@api.input(KeyIn, arg_name="body")
@api.output(KeyWithSecret, status_code=201)
@api.doc(operation_id="addKey")
def make_key(body: KeyIn) -> KeyWithSecret:
    """Create an API key; its secret is returned only once."""
    account = principal()
    with installation().writing() as store:
        owner = store.get_one(Organisation, account.organisation_id)
        row, key = add_key(store, owner, name=body.name.strip(), role=Role(body.role), actor=account.actor)
        return KeyWithSecret(**_document(row).model_dump(), key=key)


@api.delete("/keys/<int:key_id>")
@allowed(*ADMINISTRATORS)
@api.output({}, status_code=204)
@api.doc(operation_id="revokeKey")
def end_key(key_id: int) -> str:
    """Revoke an API key at once. It stays in the list, with the time of revocation."""
    account = principal()
    with installation().writing() as store:
        revoke_key(store, account.organisation_id, key_id, account.actor)
    return ""


def _document(row: ApiKey) -> KeyOut:
    assert row.id is not None
    return KeyOut(
        id=row.id,
        name=row.name,
        role=row.role.value,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )

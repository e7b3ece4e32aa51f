"""Models of users, keys, sessions and the organisation in the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.schemas.common import Answer
from data.words.catalogue import LANGUAGES

RoleName = Literal["administrator", "dispatcher", "planner", "viewer", "driver"]
KeyRole = Literal["administrator", "dispatcher", "planner", "viewer"]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]
_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
Password = Annotated[str, Field(max_length=2048)]
Ref = Annotated[str, Field(min_length=1, max_length=64)]


class StrictBody(BaseModel):
    """Base of request bodies: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class PersonOut(Answer):
    """An account of the organisation; `driver` is the driver whose routes it sees."""

    id: int
    username: str
    name: str
    role: RoleName
    active: bool
    driver: str | None
    created_at: dt.datetime
    last_sign_in_at: dt.datetime | None


class PersonWithPassword(PersonOut):
    """A new account, or one with a new password, which is returned only once."""

    password: str


class PersonIn(StrictBody):
    """A new account; its password is generated and returned in the answer."""

    username: Annotated[str, Field(min_length=1, max_length=64)]
    name: Name
    role: RoleName
    driver: Ref | None = None


class PersonChangeIn(StrictBody):
    """Changes of an account; omitted keys are unchanged."""

    name: Name | None = None
    role: RoleName | None = None
    active: bool | None = None
    driver: Ref | None = None


class KeyOut(Answer):
    """An API key without its secret. `last_used_at` is accurate to the minute."""

    id: int
    name: str
    role: RoleName
    created_at: dt.datetime
    last_used_at: dt.datetime | None
    revoked_at: dt.datetime | None


class KeyWithSecret(KeyOut):
    """A new key, which is returned only once."""

    key: str


class KeyIn(StrictBody):
    """A new key."""

    name: Name
    role: KeyRole


class OwnPasswordIn(StrictBody):
    """A new password for the caller's account."""

    old: Password
    new: Password


class LanguageIn(StrictBody):
    """The language of the caller's account."""

    language: Literal[LANGUAGES]  # type: ignore[valid-type]


class SessionOut(Answer):
    """A session of the account; `device` is the browser's description of itself."""

    id: int
    device: str
    created_at: dt.datetime
    last_seen_at: dt.datetime
    current: bool


class OrganisationSettings(Answer):
    """The organisation's settings."""

    ref: str
    kind: Literal["sorting_centre", "cooperative", "carrier"]
    name_zh: str
    name_en: str
    contact: Annotated[str, Field(description="Whom to turn to there.")]
    phone: str


class OrganisationIn(StrictBody):
    """Changes of the organisation; omitted keys are unchanged."""

    kind: Literal["sorting_centre", "cooperative", "carrier"] | None = None
    name_zh: Name | None = None
    name_en: Name | None = None
    contact: Annotated[str | None, Field(max_length=200, pattern=_ONE_LINE)] = None
    phone: Annotated[str | None, Field(max_length=32, pattern=_ONE_LINE)] = None


class AuditOut(Answer):
    """An entry of the audit trail. `actor` and `subject` have their current names."""

    id: int
    at: dt.datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


class AuditQuery(BaseModel):
    """The entry before which to continue."""

    before: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class PersonalData(BaseModel):
    """All data of a person, by subject; listed in ``docs/how-to/privacy.md``."""

    model_config = ConfigDict(extra="allow")

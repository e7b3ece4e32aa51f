"""Weekly pickup requests, and the dated requests materialised from them.

`materialise` creates the requests of a date: it is called by the worker's scheduler, when a plan of the day
is created, and when the request of one date is changed. Readers call `upcoming`, which computes the same
requests without storing them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, insert, or_, select

from data.store.accounts.organisations import Organisation
from data.store.column_types import JsonColumn, Table
from data.store.engine import in_batches
from data.store.network.sites import Site
from data.store.requests.pickup_requests import Condition, PickupRequest, RequestItem


class RecurringRequest(Table, table=True):
    """A pickup on the same weekdays of every week, or of every second, third, … week.

    Attributes
    ----------
    weekdays
        0 Monday to 6 Sunday, in order.
    every_weeks
        1 for every week; weeks are counted from that of `first`.
    first, last
        First and last day, both included; without `last` there is no end.
    items
        ``[{"material", "quantity", "condition", "kg", "litres", "packing"}, …]``, totals of each item.
    """

    __tablename__ = "standing_request"
    __table_args__ = (
        UniqueConstraint("organisation_id", "ref"),
        CheckConstraint("every_weeks BETWEEN 1 AND 52", name="every_weeks"),
        CheckConstraint("priority BETWEEN 0 AND 100", name="priority"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="RESTRICT")
    ref: str = Field(max_length=48)
    centre_id: int = Field(foreign_key="site.id", ondelete="RESTRICT", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", ondelete="SET NULL", index=True)
    name: str = Field(max_length=200)
    lon: float
    lat: float
    address: str = Field(default="", max_length=500)
    weekdays: list[int] = Field(default_factory=list, sa_type=JsonColumn)
    every_weeks: int = 1
    first: dt.date
    last: dt.date | None = None
    windows: list[list[int]] = Field(default_factory=list, sa_type=JsonColumn)
    priority: int = 50
    mandatory: bool = False
    note: str = Field(default="", max_length=1000)
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=JsonColumn)

    def falls_on(self, date: dt.date) -> bool:
        """Return whether a request falls on this date."""
        if date < self.first or (self.last is not None and date > self.last):
            return False
        monday, first_monday = (day - dt.timedelta(days=day.weekday()) for day in (date, self.first))
        return date.weekday() in self.weekdays and ((monday - first_monday).days // 7) % self.every_weeks == 0

    def ref_on(self, date: dt.date) -> str:
        """Return the reference of the request of a date."""
        return f"{self.ref}@{date.isoformat()}"


def materialise(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> int:
    """Store the requests of a centre and date that its weekly requests define.

    Each pair of rule and date creates one request: the unique constraint on (organisation, reference) decides
    between concurrent transactions. An existing request is unchanged, as it may have been edited or cancelled
    for this date.

    Returns
    -------
    int
        Number of new requests.
    """
    missing = dict(_missing_on(session, organisation_id, centre_id, [date]))
    if not missing:
        return 0
    requests = _requests_of(session, missing)
    # One statement for the table: SQLite and PostgreSQL both support ON CONFLICT DO NOTHING.
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    ids: dict[str, int] = {}
    for some in in_batches(requests.values(), _ROWS_AT_ONCE):
        statement = dialect.insert(PickupRequest).values([row.model_dump(exclude={"id"}) for row in some])
        statement = statement.on_conflict_do_nothing(index_elements=["organisation_id", "ref"])
        added = session.execute(statement.returning(col(PickupRequest.ref), col(PickupRequest.id)))
        ids.update({ref: number for ref, number in added if number is not None})
    items = [
        _item_of(item, request_id).model_dump(exclude={"id"})
        for ref, request_id in ids.items()
        for item in missing[ref][0].items
    ]
    if items:
        session.exec(insert(RequestItem), params=items)
    return len(ids)


def upcoming(
    session: Session, organisation_id: int, centre_id: int, first: dt.date, last: dt.date
) -> list[tuple[PickupRequest, tuple[RequestItem, ...]]]:
    """Return requests that `materialise` would store from `first` to `last`, by date and reference.

    The rows have no id and belong to no session; nothing is written.
    """
    dates = [first + dt.timedelta(days=day) for day in range((last - first).days + 1)]
    missing = dict(_missing_on(session, organisation_id, centre_id, dates))
    requests = _requests_of(session, missing)
    rows = [
        (request, tuple(_item_of(item, 0) for item in missing[ref][0].items))
        for ref, request in requests.items()
    ]
    return sorted(rows, key=lambda row: (row[0].date, row[0].ref))


def is_due(session: Session, organisation_id: int, centre_id: int, date: dt.date) -> bool:
    """Return whether `materialise` would store anything; checked before locking the database."""
    return next(_missing_on(session, organisation_id, centre_id, [date]), None) is not None


def centres_with_rules(session: Session, moment: dt.datetime) -> list[tuple[int, int, dt.date]]:
    """Return organisations and centres with weekly requests, each with its local date at a moment."""
    pairs = (
        select(RecurringRequest.organisation_id, RecurringRequest.centre_id, Organisation.utc_offset_min)
        .join(Organisation, col(RecurringRequest.organisation_id) == Organisation.id)
        .distinct()
    )
    return [
        (
            organisation_id,
            centre_id,
            moment.astimezone(dt.timezone(dt.timedelta(minutes=utc_offset_min))).date(),
        )
        for organisation_id, centre_id, utc_offset_min in session.exec(pairs)
    ]


def list_recurring(session: Session, organisation_id: int) -> list[RecurringRequest]:
    """Return the organisation's weekly requests by reference, including ended ones."""
    statement = select(RecurringRequest).where(RecurringRequest.organisation_id == organisation_id)
    return list(session.exec(statement.order_by(col(RecurringRequest.ref))))


def find_recurring(session: Session, organisation_id: int, ref: str) -> RecurringRequest | None:
    """Return a weekly request by reference; None if there is none."""
    statement = select(RecurringRequest).where(
        RecurringRequest.organisation_id == organisation_id, RecurringRequest.ref == ref
    )
    return session.exec(statement).first()


def find_rules(
    session: Session, organisation_id: int, refs: Iterable[str]
) -> dict[str, tuple[RecurringRequest, dt.date]]:
    """Return the weekly requests and dates to which references such as ``S-1@2026-03-02`` refer.

    References that match no weekly request on that date are omitted.
    """
    named = {ref: (ref.rpartition("@")[0], date) for ref in refs if (date := _date_of(ref)) is not None}
    rules: dict[str, RecurringRequest] = {}
    for some in in_batches({rule_ref for rule_ref, _date in named.values()}):
        statement = select(RecurringRequest).where(
            RecurringRequest.organisation_id == organisation_id, col(RecurringRequest.ref).in_(some)
        )
        rules.update({rule.ref: rule for rule in session.exec(statement)})
    return {
        ref: (rules[rule_ref], date)
        for ref, (rule_ref, date) in named.items()
        if rule_ref in rules and rules[rule_ref].falls_on(date) and rules[rule_ref].ref_on(date) == ref
    }


def _date_of(ref: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(ref.rpartition("@")[2])
    except ValueError:
        return None


_Missing = tuple[RecurringRequest, dt.date]
_ROWS_AT_ONCE = 500


def _missing_on(
    session: Session, organisation_id: int, centre_id: int, dates: Sequence[dt.date]
) -> Iterator[tuple[str, _Missing]]:
    """Return rules and dates without a request, by the reference that it would have."""
    holding = select(RecurringRequest).where(
        RecurringRequest.organisation_id == organisation_id,
        RecurringRequest.centre_id == centre_id,
        RecurringRequest.first <= dates[-1],
        or_(col(RecurringRequest.last).is_(None), col(RecurringRequest.last) >= dates[0]),
    )
    rules = session.exec(holding.order_by(col(RecurringRequest.ref))).all()
    due = {rule.ref_on(date): (rule, date) for date in dates for rule in rules if rule.falls_on(date)}
    stored: set[str] = set()
    for refs in in_batches(due):
        statement = select(PickupRequest.ref).where(
            PickupRequest.organisation_id == organisation_id, col(PickupRequest.ref).in_(refs)
        )
        stored.update(session.exec(statement))
    return ((ref, pair) for ref, pair in due.items() if ref not in stored)


def _requests_of(session: Session, missing: dict[str, _Missing]) -> dict[str, PickupRequest]:
    ids = {rule.site_id for rule, _date in missing.values() if rule.site_id is not None}
    sites = {site.id: site for site in session.exec(select(Site).where(col(Site.id).in_(ids)))}
    return {ref: _request_of(rule, date, sites.get(rule.site_id)) for ref, (rule, date) in missing.items()}


def _request_of(rule: RecurringRequest, date: dt.date, site: Site | None) -> PickupRequest:
    """Return the request of a date with the limits of its site."""
    return PickupRequest(
        organisation_id=rule.organisation_id, ref=rule.ref_on(date), centre_id=rule.centre_id,
        site_id=rule.site_id, name=rule.name, lon=rule.lon, lat=rule.lat, address=rule.address, date=date,
        windows=rule.windows, priority=rule.priority, mandatory=rule.mandatory, note=rule.note,
        max_mass_t=site.max_mass_t if site is not None else None,
        max_height_m=site.max_height_m if site is not None else None,
    )  # fmt: skip


def _item_of(item: dict[str, Any], request_id: int) -> RequestItem:
    return RequestItem(
        request_id=request_id,
        material_ref=item["material"],
        quantity=item["quantity"],
        condition=Condition(item["condition"]),
        kg=item["kg"],
        litres=item["litres"],
        packing=item.get("packing", ""),
    )

"""Role × address × other organisation: every rule of the app is tried, and nothing leaks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from apiflask import APIFlask
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from app.auth.access import ANYONE, EVERYBODY, LINK, PROGRAM, audience_of
from app.auth.rate_limits import limiter
from app.factory import create_app
from app.services.networks.tiles import RoadTiles
from data.domain.places import LonLat
from data.settings import Settings
from data.store.accounts.api_keys import create_api_key
from data.store.accounts.audit import record
from data.store.accounts.organisations import Organisation
from data.store.accounts.sessions import open_session
from data.store.accounts.users import Role, User, UserSession
from data.store.column_types import metadata
from data.store.engine import dispose, session
from data.store.network.days_off import DayOff
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site
from data.store.requests.pickup_requests import PickupRequest
from data.store.requests.recurring import RecurringRequest
from data.store.studies.tables import Study
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from tests.factories.access_table import OWN, TABLE, Entry
from tests.factories.kept_studies import make_solved_scenario, make_study
from tests.factories.rows import make_organisation, make_site
from tests.factories.statements import counted_statements
from tests.factories.store import FakeQueue, make_day, make_key, make_plan, make_user

MARK = "秘密Mark"
"""In every name and note of the first organisation; no answer to another may hold it."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNBOUND = {ANYONE, LINK, PROGRAM}
BOUND = {key: entry for key, entry in TABLE.items() if not UNBOUND & set(entry.audience)}


def words_of(answer: TestResponse) -> str:
    """Everything that an answer tells, a workbook's cells too."""
    if answer.mimetype != XLSX:
        return answer.get_data(as_text=True)
    with ZipFile(BytesIO(answer.get_data())) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@dataclass
class Two:
    """An app with two organisations: everything belongs to the first, each has a key per role."""

    app: APIFlask
    settings: Settings
    organisation_id: int
    objects: dict[str, str]
    own: dict[str, str]
    other: dict[str, str]

    def send(self, method: str, rule: str, entry: Entry, key: str | None) -> TestResponse:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        sent: dict[str, Any] = {"data": entry.form} if entry.form else {}
        if entry.file:
            sent = {"data": {"file": (BytesIO(self.filled(entry.file).encode()), "table.csv")}}
        elif method != "GET" and not entry.form:
            sent = {"json": {} if entry.body is None else self.filled(entry.body)}
        path = (entry.path or rule).format(**self.objects)
        return self.app.test_client().open(path, method=method, headers=headers, **sent)

    def filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return value.format(**self.objects)
        if isinstance(value, dict):
            return {key: self.filled(entry) for key, entry in value.items()}
        return [self.filled(entry) for entry in value] if isinstance(value, list) else value

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the first organisation; of tables that name none, all rows.

        When a key was last used is left out: asking with it is no change.
        """
        with session(self.settings) as store:
            found = {}
            for table in metadata.sorted_tables:
                if table.name == "material":
                    continue  # the catalogue, common to all, is brought up to date by an import
                columns = [column for column in table.c if column.name != "last_used_at"]
                statement = select(*columns)
                owner = table.c.id if table.name == "organisation" else table.c.get("organisation_id")
                if owner is not None:
                    statement = statement.where(owner == self.organisation_id)
                found[table.name] = sorted((tuple(row) for row in store.exec(statement)), key=repr)
            return found


@pytest.fixture(scope="module")
def two(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, town_roads: RoadGraph
) -> Iterator[Two]:
    settings = Settings(
        home=tmp_path_factory.mktemp("two"), secret_key="a signing key for tests, long enough"
    )
    shutil.copy(migrated_file, settings.home / "huiliu.db")
    networks = NetworkLibrary(settings.home)
    networks.add(town_roads, "toy")
    closure, _change = ClosureStore(settings.home).add(
        "toy", Closure(kind="road", points=(LonLat(110.0, 27.5),), reason=MARK)
    )
    world = make_day(settings)
    plan = make_plan(settings, world, "R-1", published=True)
    boss = make_user(settings, world.organisation_id, "boss", Role.ADMINISTRATOR)
    with session(settings, write=True) as store:
        open_session(store, boss, MARK)
        row, _key = create_api_key(
            store, organisation_id=world.organisation_id, name=MARK, role=Role.ADMINISTRATOR
        )
        record(store, world.organisation_id, f"user:{boss.id}", "user.add", f"user:{boss.id}", note=MARK)
        session_id = store.exec(select(UserSession.id)).one()
        other = make_organisation(store, "other")
        make_site(store, other, "C-2")
        kept = make_study(store, world, name=MARK)
        scenario = make_solved_scenario(store, kept, name=MARK)
        day_off = DayOff(
            organisation_id=world.organisation_id, first=world.date, last=world.date, weekday=6, note=MARK
        )
        store.add(day_off)
        store.add(
            RecurringRequest(
                organisation_id=world.organisation_id, ref="S-1", centre_id=world.centre_id, name=MARK,
                lon=110.0, lat=27.5, first=world.date, weekdays=list(range(7)),
            )
        )  # fmt: skip
        store.flush()
        day_off_id = day_off.id
        _mark(store, world.organisation_id)
    made = create_app(
        settings,
        queue=FakeQueue(),
        tiles=RoadTiles(networks, lambda _graph, _z, _x, _y: b"tile"),
        bundle_folder=settings.home / "dist",
    )
    made.config["PROPAGATE_EXCEPTIONS"] = False
    limiter.enabled = False
    yield Two(
        app=made,
        settings=settings,
        organisation_id=world.organisation_id,
        objects={
            "plan": plan, "centre": "C-1", "date": world.date.isoformat(), "closure": closure.id,
            "user": str(boss.id), "key": str(row.id), "session": str(session_id),
            "study": kept.id, "scenario": scenario.id,
            "day_off": str(day_off_id),
        },
        own={role: make_key(settings, world.organisation_id, Role(role)) for role in EVERYBODY},
        other={role: make_key(settings, other, Role(role)) for role in EVERYBODY},
    )  # fmt: skip
    limiter.enabled = True
    dispose(settings)


def _mark(store: Session, organisation_id: int) -> None:
    """Put the mark into everything that has a name."""
    names = {
        Organisation: ("name_zh", "name_en"), Site: ("name_zh", "name_en", "address"), User: ("name",),
        Driver: ("name", "phone"), Vehicle: ("plate",), Study: ("name",),
        PickupRequest: ("name", "address", "note"),
    }  # fmt: skip
    for table, columns in names.items():
        owner = "id" if table is Organisation else "organisation_id"
        for row in store.exec(select(table).where(getattr(table, owner) == organisation_id)):
            for column in columns:
                setattr(row, column, MARK)
            store.add(row)


def test_every_address_and_method_has_an_entry(two: Two) -> None:
    rules = {
        (method, str(rule))
        for rule in two.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {"without an entry": rules - set(TABLE), "gone": set(TABLE) - rules} == {
        "without an entry": set(),
        "gone": set(),
    }


def test_every_view_declares_what_the_table_says(two: Two) -> None:
    declared = {
        (method, str(rule)): audience_of(two.app.view_functions[rule.endpoint])
        for rule in two.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    said = {key: frozenset(entry.audience) for key, entry in TABLE.items()}
    assert {key: found for key, found in declared.items() if found != said.get(key)} == {}


@pytest.mark.parametrize(("method", "rule"), sorted(BOUND))
def test_a_role_that_is_not_named_is_refused(two: Two, method: str, rule: str) -> None:
    entry = TABLE[method, rule]
    for role in set(EVERYBODY) - set(entry.audience):
        answer = two.send(method, rule, entry, two.own[role])
        assert (role, answer.status_code) == (role, 403)
        assert MARK not in words_of(answer)


@pytest.mark.parametrize(("method", "rule"), sorted(BOUND))
def test_nobody_is_answered_without_a_session_or_a_key(two: Two, method: str, rule: str) -> None:
    answer = two.send(method, rule, TABLE[method, rule], None)
    assert answer.status_code == 401
    assert MARK not in words_of(answer)


@pytest.mark.parametrize(("method", "rule"), sorted(TABLE))
def test_another_organisation_gets_nothing_and_changes_nothing(two: Two, method: str, rule: str) -> None:
    entry = TABLE[method, rule]
    before = two.rows()
    closed = [closure.id for closure in ClosureStore(two.settings.home).closures("toy")]
    for role in EVERYBODY if UNBOUND & set(entry.audience) else entry.audience:
        answer = two.send(method, rule, entry, two.other[role])
        assert MARK not in words_of(answer), role
        if entry.elsewhere != OWN:
            assert answer.status_code in entry.elsewhere, (role, words_of(answer))
    assert two.rows() == before
    assert [closure.id for closure in ClosureStore(two.settings.home).closures("toy")] == closed


@pytest.mark.parametrize("rule", sorted(rule for method, rule in BOUND if method == "GET"))
def test_reading_writes_nothing_but_that_personal_data_were_read(two: Two, rule: str) -> None:
    """A weekly request falls on the day that is read: it is shown, and not materialised."""
    entry = TABLE["GET", rule]
    key = two.own[entry.audience[0]]
    two.send("GET", "/api/v1/me", TABLE["GET", "/api/v1/me"], key)  # notes when the key was used last
    with counted_statements(two.settings) as seen:
        two.send("GET", rule, entry, key)
    written = [text for text in seen if text.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert [text for text in written if not text.startswith("INSERT INTO audit_entry ")] == []

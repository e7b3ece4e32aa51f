"""An organisation at work, for tests of the web: accounts, keys, a planned day, a queue that remembers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from flask.testing import FlaskClient
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlmodel import select

from data.settings import Settings
from data.store.accounts.api_keys import create_api_key
from data.store.accounts.passwords import hash_password
from data.store.accounts.users import Role, User
from data.store.engine import session
from data.store.network.sites import find_centre
from data.store.plans.lifecycle import begin, create_plan, finish
from data.store.plans.publication import publish
from data.store.plans.tables import Plan
from data.store.requests.pickup_requests import PickupRequest
from data.store.studies.tables import Scenario
from tests.factories.plans import outcome_serving
from tests.factories.rows import World, make_world
from workers.queue.monitoring import QueueState, WorkerState
from workers.queue.progress import Message

PASSWORD = "correct horse battery staple"
CHINA = dt.timezone(dt.timedelta(hours=8))


def today() -> dt.date:
    """The date where the sample organisation is."""
    return dt.datetime.now(CHINA).date()


def make_day(settings: Settings, *, requests: int = 3, vehicles: int = 1, network: str = "toy") -> World:
    """`make_world`, with its requests for today: links of a plan of today are valid."""
    world = make_world(settings, requests=requests, vehicles=vehicles, network=network)
    world.date = today()
    with session(settings, write=True) as store:
        for row in store.exec(select(PickupRequest)):
            row.date = world.date
            store.add(row)
    return world


def make_user(
    settings: Settings,
    organisation_id: int,
    username: str,
    role: Role = Role.DISPATCHER,
    language: str = "zh",
) -> User:
    """A person whose password is `PASSWORD`."""
    with session(settings, write=True) as store:
        row = User(
            organisation_id=organisation_id,
            username=username,
            name=f"{username} 女士",
            role=role,
            language=language,
            password_hash=_hash(),
        )
        store.add(row)
    return row


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


def make_key(settings: Settings, organisation_id: int, role: Role = Role.DISPATCHER) -> str:
    """An API key that belongs to no person."""
    with session(settings, write=True) as store:
        _row, key = create_api_key(store, organisation_id=organisation_id, name="test", role=role)
    return key


def make_plan(
    settings: Settings,
    world: World,
    *refs: str,
    violations: int = 0,
    published: bool = False,
    load_type: str = "appliance",
) -> str:
    """The id of a finished plan of the world's day that serves the part of `load_type` of `refs`."""
    with session(settings, write=True) as store:
        row = create_plan(
            store,
            organisation_id=world.organisation_id,
            centre=find_centre(store, world.organisation_id, world.centre),
            date=world.date,
            seconds_limit=1.0,
        )
        begin(store, row.id, 1)
        outcome = outcome_serving(store, world, *refs, violations=violations)
        for _route, visits in outcome.routes:
            for visit in visits:
                visit.load_type = load_type if visit.kind == "collect" else None
        finish(store, row.id, 1, outcome)
        if published:
            publish(store, world.organisation_id, row.id)
    return row.id


@dataclass(frozen=True)
class Keys:
    """One API key per role, and a dispatcher's of another organisation."""

    dispatcher: str
    viewer: str
    stranger: str


def csrf_of(client: FlaskClient) -> str:
    """The token of the sign-in page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
    assert found is not None
    return found[1]


@dataclass
class FakeQueue:
    """Remembers what it was told; tells the messages it was given; can be away."""

    enqueued: list[str] = field(default_factory=list)
    messages: list[Message | None] = field(default_factory=list)
    away: bool = False

    def enqueue(self, plan: Plan) -> bool:
        if self.away:
            return False
        self.enqueued.append(plan.id)
        return True

    def enqueue_scenario(self, scenario: Scenario) -> bool:
        if self.away:
            return False
        self.enqueued.append(scenario.id)
        return True

    def follow(self, plan_id: str, after: str) -> Iterator[Message | None]:
        self.ping()
        fresh = [message for message in self.messages if message is None or message.id > after]
        yield from fresh

    def ping(self) -> None:
        if self.away:
            raise RedisConnectionError("nobody listens")

    def state(self) -> tuple[list[QueueState], list[WorkerState]]:
        self.ping()
        return [QueueState("plans", len(self.enqueued), 0, 0)], []

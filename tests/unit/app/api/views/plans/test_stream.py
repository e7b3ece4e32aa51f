"""The live stream of a plan: progress, its end, drivers' reports, and what happens when the queue is away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice

import pytest
from apiflask import APIFlask
from sqlmodel import select
from werkzeug.test import TestResponse

from app.api.views.plans import stream
from app.factory import create_app
from app.services import queue as services_queue
from app.streaming import ServerEvent, frame
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.sites import find_centre
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.lifecycle import create_plan
from data.store.plans.tables import Plan, PlanStatus, Route
from tests.factories.rows import World
from tests.factories.store import FakeQueue, Keys, make_plan
from workers.queue.progress import Message

Call = Callable[..., TestResponse]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "POLL_S", 0.01)
    monkeypatch.setattr(services_queue, "POLL_S", 0.01)


@pytest.fixture
def queued(settings: Settings, world: World) -> str:
    with session(settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        return create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=world.date, seconds_limit=1
        ).id


def set_status(settings: Settings, plan_id: str, status: PlanStatus) -> None:
    with session(settings, write=True) as store:
        plan = store.get_one(Plan, plan_id)
        plan.status = status
        store.add(plan)


class EndingQueue(FakeQueue):
    """Tells its messages; the plan is finished in the database before the last of them."""

    def __init__(self, settings: Settings, messages: list[Message | None]) -> None:
        super().__init__(messages=messages)
        self.settings = settings
        self.asked_after: list[str] = []

    def follow(self, plan_id: str, after: str) -> Iterator[Message | None]:
        self.asked_after.append(after)
        for message in super().follow(plan_id, after):
            if message is None or message.kind == "end":
                set_status(self.settings, plan_id, PlanStatus.PLANNED)
            yield message


def progress(message_id: str, **data: object) -> Message:
    return Message(message_id, "progress", {"phase": "improving", "percent": 62, "at": 12.3, **data})


END = Message("9-0", "end", {"status": "planned"})


def events_of(answer: TestResponse, most: int = 100) -> list[dict[str, str]]:
    """Fields of each event of a response that ends, or of the first few."""
    text = b"".join(islice(answer.response, most)).decode()
    frames = [part for part in text.split("\n\n") if part and not part.startswith((":", "retry"))]
    return [dict(line.split(": ", 1) for line in part.split("\n")) for part in frames]


def ask(settings: Settings, queue: FakeQueue, keys: Keys, plan_id: str, last_id: str = "") -> TestResponse:
    app = create_app(settings, queue=queue)
    headers = {"Authorization": f"Bearer {keys.viewer}"} | ({"Last-Event-ID": last_id} if last_id else {})
    return app.test_client().get(f"/api/v1/plans/{plan_id}/stream", headers=headers, buffered=False)


def test_progress_then_the_end(settings: Settings, keys: Keys, queued: str) -> None:
    queue = EndingQueue(settings, [progress("1-0"), progress("2-0", cost=1730.2, served=96, tasks=100), END])
    answer = ask(settings, queue, keys, queued)
    assert answer.mimetype == "text/event-stream"
    first, second, end = events_of(answer)
    assert (first["id"], first["event"]) == ("1-0", "progress")
    assert json.loads(second["data"]) == {
        "phase": "improving", "percent": 62, "cost": 1730.2, "served": 96, "tasks": 100, "seconds_left": None,
        "at": 12.3,
    }  # fmt: skip
    assert (end["event"], json.loads(end["data"])) == ("end", {"status": "planned"})


def test_resumes_after_what_the_browser_has_seen(settings: Settings, keys: Keys, queued: str) -> None:
    queue = EndingQueue(settings, [progress("1-0"), progress("2-0"), END])
    told = events_of(ask(settings, queue, keys, queued, last_id="1-0"))
    assert [event.get("id") for event in told] == ["2-0", None]
    assert queue.asked_after == ["1-0"]


def test_a_made_up_resume_id_starts_from_the_beginning(settings: Settings, keys: Keys, queued: str) -> None:
    queue = EndingQueue(settings, [progress("1-0"), END])
    assert len(events_of(ask(settings, queue, keys, queued, last_id="x; DROP"))) == 2


def test_an_end_that_was_never_told_is_found_in_the_database(
    settings: Settings, keys: Keys, queued: str
) -> None:
    """The stream has expired or its last message was lost: after a quiet spell the plan's row decides."""
    told = events_of(ask(settings, EndingQueue(settings, [progress("1-0"), None]), keys, queued))
    assert [event["event"] for event in told] == ["progress", "end"]


def test_a_finished_plan_ends_at_once(settings: Settings, keys: Keys, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1")
    (end,) = events_of(ask(settings, FakeQueue(away=True), keys, plan_id))
    assert json.loads(end["data"]) == {"status": "planned"}


def test_a_queue_that_is_away_makes_the_page_quieter_not_wrong(
    settings: Settings, keys: Keys, queued: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream.time, "sleep", lambda _s: set_status(settings, queued, PlanStatus.FAILED))
    (end,) = events_of(ask(settings, FakeQueue(away=True), keys, queued))
    assert json.loads(end["data"]) == {"status": "failed"}


@pytest.fixture
def published(settings: Settings, world: World) -> str:
    return make_plan(settings, world, "R-1", published=True)


def report(settings: Settings, plan_id: str, client_id: str) -> int:
    with session(settings, write=True) as store:
        plan = store.get_one(Plan, plan_id)
        route = store.exec(select(Route).where(Route.plan_id == plan_id)).one()
        event = Event(organisation_id=plan.organisation_id, plan_id=plan_id, route_id=route.id,
                      client_id=client_id, kind=EventKind.OPENED, at=now())  # fmt: skip
        store.add(event)
        store.flush()
        return event.id or 0


def test_reports_of_drivers_follow_once_published(settings: Settings, keys: Keys, published: str) -> None:
    event_id = report(settings, published, "a")
    told = events_of(ask(settings, FakeQueue(), keys, published), most=3)
    assert [event["event"] for event in told] == ["end", "event"]
    assert told[1]["id"] == f"report-{event_id}"
    assert json.loads(told[1]["data"])["kind"] == "opened"


def test_reports_resume_after_the_last_one_seen(settings: Settings, keys: Keys, published: str) -> None:
    first, second = report(settings, published, "a"), report(settings, published, "b")
    told = events_of(ask(settings, FakeQueue(), keys, published, last_id=f"report-{first}"), most=3)
    assert told[-1]["id"] == f"report-{second}"


def test_streams_leave_threads_for_everything_else(settings: Settings, keys: Keys, published: str) -> None:
    app = create_app(settings.replace(web_threads=5), queue=FakeQueue())
    headers = {"Authorization": f"Bearer {keys.viewer}"}
    path = f"/api/v1/plans/{published}/stream"
    first = app.test_client().get(path, headers=headers, buffered=False)
    second = app.test_client().get(path, headers=headers, buffered=False)
    assert (first.status_code, second.status_code) == (200, 503)
    assert second.headers["Retry-After"]
    first.close()
    third = app.test_client().get(path, headers=headers, buffered=False)
    assert third.status_code == 200
    third.close()


def test_a_strangers_plan_is_not_found_before_anything_is_streamed(
    app: APIFlask, keys: Keys, published: str
) -> None:
    headers = {"Authorization": f"Bearer {keys.stranger}"}
    assert app.test_client().get(f"/api/v1/plans/{published}/stream", headers=headers).status_code == 404


def test_a_frame_is_one_line_of_data_whatever_it_holds() -> None:
    framed = frame(ServerEvent(name="event", data={"note": "一\n二\r\n三"}, id="7")).decode()
    assert framed == 'id: 7\nevent: event\ndata: {"note":"一\\n二\\r\\n三"}\n\n'
    assert frame(None) == b": alive\n\n"

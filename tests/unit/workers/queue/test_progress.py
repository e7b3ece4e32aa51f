"""The progress stream: readers miss nothing, writers are not held up."""

from __future__ import annotations

import threading
import time

import pytest
from redis import Redis

from workers.queue.progress import KEEP_S, Message, Progress, Reporter, follow, publish, stream_key
from workers.queue.server import client


def messages(connection: Redis, plan_id: str, last_id: str = "0") -> list[Message]:
    found = []
    for message in follow(connection, plan_id, last_id, heartbeat_s=0.05):
        if message is None:
            return found
        found.append(message)
    raise AssertionError("a stream has no end of its own")


def test_a_late_reader_gets_everything_from_the_beginning(valkey: Redis) -> None:
    for phase in ("roads", "matrix"):
        publish(valkey, "p", "progress", {"phase": phase})
    assert [message.data["phase"] for message in messages(valkey, "p")] == ["roads", "matrix"]


def test_a_reader_resumes_after_the_last_message_it_saw(valkey: Redis) -> None:
    for phase in ("roads", "matrix", "first"):
        publish(valkey, "p", "progress", {"phase": phase})
    second = messages(valkey, "p")[1]
    assert [message.data["phase"] for message in messages(valkey, "p", second.id)] == ["first"]


def test_a_reader_of_new_messages_misses_none_between_two_reads(valkey: Redis) -> None:
    publish(valkey, "p", "progress", {"phase": "roads"})
    reading = follow(valkey, "p", "$", heartbeat_s=0.05)
    assert next(reading) is None
    publish(valkey, "p", "progress", {"phase": "matrix"})
    publish(valkey, "p", "end", {"status": "planned"})
    assert [message.kind for message in (next(reading), next(reading)) if message] == ["progress", "end"]


def test_a_waiting_reader_is_woken_by_a_message_before_its_heartbeat(valkey: Redis) -> None:
    heard: list[Message | None] = []
    listener = threading.Thread(target=lambda: heard.append(next(follow(valkey, "p", heartbeat_s=20.0))))
    listener.start()
    while not valkey.info("clients")["blocked_clients"]:
        time.sleep(0.01)
    publish(valkey, "p", "end", {"status": "planned"})
    listener.join(timeout=60)
    assert [message.kind for message in heard if message] == ["end"]


def test_streams_expire(valkey: Redis) -> None:
    publish(valkey, "p", "end", {"status": "planned"})
    assert 0 < int(valkey.ttl(stream_key("p"))) <= KEEP_S  # type: ignore[arg-type]


def test_reports_of_one_phase_are_sent_at_most_twice_a_second(valkey: Redis) -> None:
    reporter = Reporter(valkey, "p")
    for number in range(50):
        reporter.report(Progress(phase="improving", percent=number, at=0.0))
    assert [message.data["percent"] for message in messages(valkey, "p")] == [0]


def test_a_new_phase_is_reported_at_once(valkey: Redis) -> None:
    reporter = Reporter(valkey, "p")
    for phase in ("roads", "matrix", "first"):
        reporter.report(Progress(phase=phase, percent=0, at=0.0))
    reporter.end("planned")
    assert [message.data.get("phase") for message in messages(valkey, "p")] == [
        "roads", "matrix", "first", None,
    ]  # fmt: skip


def test_what_is_not_known_yet_is_left_out(valkey: Redis) -> None:
    Reporter(valkey, "p").report(Progress(phase="roads", percent=2, at=0.1))
    assert messages(valkey, "p")[0].data == {"phase": "roads", "percent": 2, "at": 0.1, "attempt": 1}


def test_a_redis_that_is_away_is_logged_and_does_not_cost_the_plan(caplog: pytest.LogCaptureFixture) -> None:
    reporter = Reporter(client("redis://127.0.0.1:1/0"), "p")
    reporter.report(Progress(phase="roads", percent=0, at=0.0))
    reporter.end("planned")
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["plan p", "plan p"]

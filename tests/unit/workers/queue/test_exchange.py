"""A document on its way to a worker and back, while its sender waits or leaves."""

from __future__ import annotations

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from workers.queue import exchange as module
from workers.queue.exchange import Exchange


@pytest.fixture
def sender(valkey: Redis) -> Exchange:
    return Exchange(valkey, "doc-1", keep_s=60, waiting_s=60)


@pytest.fixture
def worker(valkey: Redis) -> Exchange:
    return Exchange(valkey, "doc-1", keep_s=60, waiting_s=60)


def test_a_document_goes_to_a_worker_and_its_answer_comes_back(sender: Exchange, worker: Exchange) -> None:
    sender.send("问题")
    assert not sender.is_taken()
    assert worker.take() == "问题"
    assert sender.is_taken()
    worker.reply("答案")
    assert sender.receive(1) == "答案"


def test_without_an_answer_nothing_is_received(sender: Exchange) -> None:
    sender.send("document")
    assert sender.receive(1) is None


def test_a_document_that_nobody_waits_for_is_not_taken(sender: Exchange, worker: Exchange) -> None:
    assert worker.take() is None, "never sent"
    sender.send("document")
    sender._connection.delete(sender._key("waiting"))  # as it expires
    assert worker.take() is None


def test_a_worker_notices_a_sender_that_has_left(
    valkey: Redis, sender: Exchange, worker: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_POLL_S", -1.0)
    sender.send("document")
    assert not worker.is_abandoned()
    sender.drop(Queue("documents", connection=valkey, serializer=JSONSerializer))
    assert worker.is_abandoned()
    assert valkey.keys("huiliu:doc-1:*") == []

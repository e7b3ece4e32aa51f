"""The job of a scenario: answered from the roads, refused with its cause, stopped, taken up again."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis

from data.settings import Settings
from data.store import scenario_steps
from data.store.engine import session
from data.store.studies import Scenario, ScenarioStatus
from tests.factories.kept_studies import make_study
from tests.factories.rows import make_world
from tests.factories.towns import NETWORK, store_town
from workers.progress import follow
from workers.scenario_queue import MAX_CRASHES, requeue_lost_scenarios, scenario_queue
from workers.solve_scenario import answer_scenario


def _ask(settings: Settings, **question: object) -> str:
    world = make_world(settings, requests=0, vehicles=1, network=NETWORK)
    with session(settings, write=True) as store:
        study = make_study(store, world, network=NETWORK)
        return scenario_steps.ask(store, study, question=question, seconds_limit=20.0).id


def _row(settings: Settings, scenario_id: str) -> Scenario:
    with session(settings) as store:
        return store.get_one(Scenario, scenario_id)


def test_everyone_is_reached_with_the_fewest_points(
    sqlite_settings: Settings, tmp_path: Path, valkey: Redis
) -> None:
    store_town(sqlite_settings, tmp_path)
    asked = _ask(sqlite_settings, model="set_cover", radius=200.0)
    answer_scenario(sqlite_settings, valkey, asked)
    row = _row(sqlite_settings, asked)
    assert (row.status, row.fault) == (ScenarioStatus.SOLVED, None)
    answer = row.found
    assert answer is not None
    assert (answer["status"], answer["gap"], row.figures["covered"]) == ("optimal", 0, 1.0)
    assert 0 in answer["open"], "the existing point stays"
    assert max(answer["nearest"]) == row.figures["worst"] <= 200
    shares = [point["share"] for point in answer["curve"]]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    messages = follow(valkey, asked, heartbeat_s=0.1)
    kinds = [message.kind for message in iter(lambda: next(messages), None) if message]
    assert (kinds[0], kinds[-1]) == ("progress", "end")


def test_a_radius_too_small_is_an_answer_that_names_the_smallest(
    sqlite_settings: Settings, tmp_path: Path, valkey: Redis
) -> None:
    store_town(sqlite_settings, tmp_path)
    asked = _ask(sqlite_settings, model="p_center", p=1)
    with session(sqlite_settings, write=True) as store:
        row = store.get_one(Scenario, asked)
        row.question = {"model": "set_cover", "radius": 1.0, "backup": 2}
        store.add(row)
    answer_scenario(sqlite_settings, valkey, asked)
    answer = _row(sqlite_settings, asked).found
    assert answer is not None
    assert (answer["status"], answer["open"]) == ("infeasible", [])
    assert answer["least_radius"] > 1


def test_roads_that_are_gone_fail_it_with_their_cause(sqlite_settings: Settings, valkey: Redis) -> None:
    asked = _ask(sqlite_settings, model="p_center", p=1)
    with pytest.raises(Exception, match=NETWORK):
        answer_scenario(sqlite_settings, valkey, asked)
    row = _row(sqlite_settings, asked)
    assert row.status is ScenarioStatus.FAILED
    assert row.fault is not None
    assert NETWORK in row.fault["cause"]


def test_a_lost_scenario_is_queued_again_and_given_up_after_too_many_crashes(
    sqlite_settings: Settings, valkey: Redis
) -> None:
    asked = _ask(sqlite_settings, model="p_center", p=1)
    assert requeue_lost_scenarios(sqlite_settings, valkey) == [asked]
    assert requeue_lost_scenarios(sqlite_settings, valkey) == [], "it waits in the queue"
    for attempt in range(1, MAX_CRASHES + 1):
        scenario_queue(valkey).empty()  # as if its worker had been killed
        with session(sqlite_settings, write=True) as store:
            assert scenario_steps.begin(store, asked, attempt) is not None
        assert requeue_lost_scenarios(sqlite_settings, valkey) == [asked]
    row = _row(sqlite_settings, asked)
    assert row.status is ScenarioStatus.FAILED
    assert row.fault is not None
    assert row.fault["code"] == "W701"

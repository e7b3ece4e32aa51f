"""The job of a scenario: answered from the roads, refused with its cause, stopped, taken up again."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis

from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.studies import lifecycle
from data.store.studies.tables import Scenario, ScenarioStatus, Study
from tests.factories.kept_studies import make_study
from tests.factories.rows import make_world
from tests.factories.towns import NETWORK, store_town
from workers.queue.attempts import Attempt
from workers.queue.jobs import MAX_CRASHES, SCENARIOS
from workers.queue.progress import Message, follow
from workers.queue.recovery import requeue_lost
from workers.siting.job import answer_scenario


def _ask(settings: Settings, **question: object) -> str:
    world = make_world(settings, requests=0, vehicles=1, network=NETWORK)
    with session(settings, write=True) as store:
        study = make_study(store, world, network=NETWORK)
        return lifecycle.ask(store, study, question=question, seconds_limit=20.0).id


def _row(settings: Settings, scenario_id: str) -> Scenario:
    with session(settings) as store:
        return store.get_one(Scenario, scenario_id)


def _messages(valkey: Redis, scenario_id: str) -> list[Message]:
    messages = follow(valkey, scenario_id, heartbeat_s=0.1)
    return [message for message in iter(lambda: next(messages), None) if message]


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
    kinds = [message.kind for message in _messages(valkey, asked)]
    assert (kinds[0], kinds[-1]) == ("progress", "end")


COLLECTION = {"vehicle_class": "truck_4t", "trucks": 1, "seconds": 1.5}


def test_an_answer_is_priced_by_the_routes_that_empty_its_points(
    sqlite_settings: Settings, tmp_path: Path, valkey: Redis
) -> None:
    store_town(sqlite_settings, tmp_path)
    asked = _ask(sqlite_settings, model="set_cover", radius=200.0, collection=COLLECTION)
    answer_scenario(sqlite_settings, valkey, asked)
    row = _row(sqlite_settings, asked)
    assert row.found is not None
    pricing = row.found["pricing"]
    own = pricing["alternatives"][0]
    assert own["open"] == row.found["open"]
    assert own["week"]["kg"] == pytest.approx(21_000 * 7 / 365, rel=0.05), "all that gathers is fetched"
    assert row.figures["cost_per_tonne"] == own["cost_per_tonne"] > 0
    assert min(row.figures["km_per_week"], row.figures["co2_kg_per_week"]) > 0
    assert sum(county["km"] for county in own["by_county"].values()) == pytest.approx(own["week"]["km"], 0.02)
    assert set(own["by_county"]) == {"North", "South"}
    assert {entry["column"] for entry in pricing["calendar"]} == set(row.found["open"])
    assert [one["cost_per_tonne"] for one in row.found["curve"] if "cost_per_tonne" in one], "the curve too"
    phases = [message.data["phase"] for message in _messages(valkey, asked) if message.kind == "progress"]
    assert "pricing" in phases


def test_stages_are_answered_priced_and_emptied_each_by_its_own_calendar(
    sqlite_settings: Settings, tmp_path: Path, valkey: Redis
) -> None:
    store_town(sqlite_settings, tmp_path)
    asked = _ask(
        sqlite_settings, model="p_median", radius=200.0, stages=[2, 4], stage_years=[2026, 2028],
        collection=COLLECTION,
    )  # fmt: skip
    answer_scenario(sqlite_settings, valkey, asked)
    found = _row(sqlite_settings, asked).found
    assert found is not None
    first, last = found["stages"]
    assert (len(first["open"]), last["open"]) == (2, found["open"])
    assert set(first["open"]) < set(last["open"]), "none is closed again"
    assert [stage["year"] for stage in found["stages"]] == [2026, 2028]
    assert first["figures"]["mean"] > last["figures"]["mean"]
    for stage, priced in zip(found["stages"], found["pricing"]["stages"], strict=True):
        own = found["pricing"]["alternatives"][priced["alternative"]]
        assert own["open"] == stage["open"]
        assert {entry["column"] for entry in priced["calendar"]} == set(stage["open"])
        assert own["week"]["kg"] == pytest.approx(21_000 * 7 / 365, rel=0.05), "fewer points gather as much"


def test_stopping_while_trucks_are_priced_ends_soon_and_keeps_the_answer(
    sqlite_settings: Settings, tmp_path: Path, valkey: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter = Attempt.enter

    def entering(attempt: Attempt[Scenario], phase: str, *, search_s: float | None = None) -> None:
        enter(attempt, phase, search_s=search_s)
        if phase == "pricing":
            with session(sqlite_settings, write=True) as store:
                row = store.get_one(Scenario, asked)
                organisation_id = store.get_one(Study, row.study_id).organisation_id
                lifecycle.request_cancel(store, organisation_id, row.study_id, asked)

    monkeypatch.setattr(Attempt, "enter", entering)
    store_town(sqlite_settings, tmp_path)
    asked = _ask(
        sqlite_settings, model="set_cover", radius=200.0, collection=COLLECTION | {"seconds": 600}
    )  # fmt: skip
    answer_scenario(sqlite_settings, valkey, asked)
    row = _row(sqlite_settings, asked)
    assert row.status is ScenarioStatus.SOLVED
    assert row.found is not None
    assert (row.found["status"], row.found["open"] != []) == ("optimal", True)
    pricing = row.found["pricing"]
    assert len(pricing.get("alternatives", ())) == 1 or pricing["fault"]["code"] == "W604"


def test_an_answer_stands_where_its_trucks_cannot_be_priced(
    sqlite_settings: Settings, tmp_path: Path, valkey: Redis
) -> None:
    store_town(sqlite_settings, tmp_path)
    asked = _ask(sqlite_settings, model="p_center", p=2, collection=COLLECTION)
    with session(sqlite_settings, write=True) as store:
        study = store.get_one(Study, store.get_one(Scenario, asked).study_id)
        centre = store.get_one(Site, study.centre_id)
        centre.lat = 60.0
        store.add(centre)
    answer_scenario(sqlite_settings, valkey, asked)
    row = _row(sqlite_settings, asked)
    assert row.status is ScenarioStatus.SOLVED
    assert row.found is not None
    assert row.found["pricing"]["fault"]["code"] == "W602"
    assert "cost_per_tonne" not in row.figures


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
    assert requeue_lost(sqlite_settings, valkey, SCENARIOS) == [asked]
    assert requeue_lost(sqlite_settings, valkey, SCENARIOS) == [], "it waits in the queue"
    for attempt in range(1, MAX_CRASHES + 1):
        SCENARIOS.queue(valkey).empty()  # as if its worker had been killed
        with session(sqlite_settings, write=True) as store:
            assert lifecycle.begin(store, asked, attempt) is not None
        assert requeue_lost(sqlite_settings, valkey, SCENARIOS) == [asked]
    row = _row(sqlite_settings, asked)
    assert row.status is ScenarioStatus.FAILED
    assert row.fault is not None
    assert row.fault["code"] == "W701"

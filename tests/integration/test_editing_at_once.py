"""Two dispatchers at one plan at the same moment, where two writers really run side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from werkzeug.test import TestResponse

from app.factory import create_app
from data.settings import Settings
from tests.factories.solved_days import solved_plan
from tests.factories.store import FakeQueue, make_day, make_key

ROUNDS = 4


def test_one_edit_is_kept_and_the_other_told_what_to_do(database_settings: Settings) -> None:
    settings = database_settings.replace(secret_key="a signing key for tests, long enough")
    world = make_day(settings, requests=6, vehicles=3)
    plan_id, key = solved_plan(settings, world), make_key(settings, world.organisation_id)
    both = [create_app(settings, queue=FakeQueue()).test_client() for _ in range(2)]
    headers = {"Authorization": f"Bearer {key}"}
    together = Barrier(2)

    def send(number: int, revision: int) -> TestResponse:
        wish = {"kind": "unpin" if revision % 2 else "pin", "task": "R-1"}
        move = {"kind": "move", "task": "R-2", "vehicle": f"V-{1 + revision % 3}"}
        body = {"revision": revision, **(move if number else wish)}
        together.wait()
        return both[number].post(f"/api/v1/plans/{plan_id}/edits", headers=headers, json=body)

    for revision in range(ROUNDS):
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(send, range(2), [revision] * 2))
        kept, refused = sorted(answers, key=lambda answer: answer.status_code)
        assert (kept.status_code, kept.json["revision"]) == (200, revision + 1)
        assert (refused.status_code, refused.json["faults"][0]["code"]) == (409, "S321")
        assert refused.json["faults"][0]["action"] == "Review the changes, then repeat the edit."
        assert refused.json["current"]["revision"] == revision + 1
        assert refused.json["yours"]["revision"] == revision
        assert len(refused.json["since"]) == revision + 2

"""A whole installation on disk, with worker processes that a test starts and kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from redis import Redis

from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import find_centre
from data.store.plans.lifecycle import create_plan
from data.store.plans.tables import Plan, PlanStatus
from tests.factories.rows import World
from workers.queue.jobs import enqueue_plan
from workers.queue.server import connect

_WORKER = (
    "import sys; from pathlib import Path; from data.settings import Settings; "
    "from workers.worker import run_worker; "
    "run_worker(Settings(home=Path(sys.argv[1]), solve_processes=1), name=sys.argv[2])"
)
ENDED = {PlanStatus.PLANNED, PlanStatus.FAILED, PlanStatus.CANCELLED}


@dataclass
class Installation:
    """A home with a day to plan, an embedded queue server, and the workers a test starts."""

    settings: Settings
    world: World
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def connection(self) -> Redis:
        return connect(self.settings)

    def start_worker(self, name: str) -> subprocess.Popen[bytes]:
        log = (self.settings.home / f"{name}.log").open("wb")
        self.workers[name] = subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(self.settings.home), name], stdout=log, stderr=log
        )
        return self.workers[name]

    def store_plan(self, *, seconds: float) -> str:
        with session(self.settings, write=True) as store:
            at = find_centre(store, self.world.organisation_id, self.world.centre)
            return create_plan(
                store, organisation_id=self.world.organisation_id, centre=at, date=self.world.date,
                seconds_limit=seconds,
            ).id  # fmt: skip

    def queue_plan(self, *, seconds: float) -> str:
        plan_id = self.store_plan(seconds=seconds)
        enqueue_plan(self.connection(), plan_id, seconds_limit=seconds)
        return plan_id

    def plan(self, plan_id: str) -> Plan:
        with session(self.settings) as store:
            return store.get_one(Plan, plan_id)

    def wait(self, plan_id: str, wanted: Callable[[Plan], bool], *, within_s: float) -> Plan:
        """The plan as soon as it is as wanted."""
        deadline = time.monotonic() + within_s
        while True:
            row = self.plan(plan_id)
            if wanted(row):
                return row
            if time.monotonic() > deadline:
                raise AssertionError(f"{row!r} after {within_s} s\n{self.logs()}")
            time.sleep(0.05)

    def wait_until_searching(self, plan_id: str, *, attempt: int = 1) -> Plan:
        return self.wait(
            plan_id, lambda row: row.attempt >= attempt and row.phase == "improving", within_s=90
        )

    def wait_until_ended(self, plan_id: str, *, within_s: float) -> Plan:
        return self.wait(plan_id, lambda row: row.status in ENDED, within_s=within_s)

    def logs(self) -> str:
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-3000:]}"
            for path in sorted(self.settings.home.glob("*.log"))
        )

    def stop(self) -> None:
        for process in self.workers.values():
            if process.poll() is None:
                process.kill()
            process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the kernel does when memory runs out."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

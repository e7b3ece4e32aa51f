"""What views work with: settings, the database, the queue and the road networks of one installation."""

from __future__ import annotations

from contextlib import AbstractContextManager
from threading import BoundedSemaphore
from typing import cast

from flask import current_app
from sqlmodel import Session

from app.compat.solver import Solver
from app.maps.road_tiles import RoadTiles
from app.services.drafts.snapshots import Snapshots
from app.services.plan_queue import PlanQueue
from app.services.studies.open_studies import OpenStudies
from app.web.bundle import Bundle
from data.settings import Settings
from data.store.engine import session

EXTENSION = "huiliu"
THREADS_KEPT_FREE = 4
SOLVING_SHARE = 4


class Services:
    """One per app. Nothing is opened before it is first used, so that a fork shares nothing."""

    def __init__(
        self, settings: Settings, *, queue: PlanQueue, solver: Solver, bundle: Bundle, roads: RoadTiles
    ) -> None:
        self.settings = settings
        self.queue = queue
        self.solver = solver
        self.bundle = bundle
        self.roads = roads
        self.snapshots = Snapshots()
        self.studies = OpenStudies(settings.home, roads)
        # Each live stream holds a thread of the server; some stay free for everything else.
        self.stream_slots = BoundedSemaphore(max(1, settings.web_threads - THREADS_KEPT_FREE))
        # So does each program that waits for its document; these take a stream's place, and only some.
        self.solver_slots = BoundedSemaphore(max(1, settings.web_threads // SOLVING_SHARE))

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads."""
        return session(self.settings)

    def writing(self) -> AbstractContextManager[Session]:
        """A session that writes; committed at the end."""
        return session(self.settings, write=True)


def services() -> Services:
    """The services of the app that answers this request."""
    return cast(Services, current_app.extensions[EXTENSION])

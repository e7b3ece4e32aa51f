"""The long-lived objects of one installation: settings, database, queue, road networks and caches."""

from __future__ import annotations

from contextlib import AbstractContextManager
from threading import BoundedSemaphore

from sqlmodel import Session

from app.services.networks.open_networks import OpenNetworks
from app.services.networks.tiles import RoadTiles
from app.services.plans.snapshots import Snapshots
from app.services.queue import PlanQueue
from app.services.studies.open_studies import OpenStudies
from app.services.vroom import Solver
from data.settings import Settings
from data.store.engine import session

RESERVED_THREADS = 4
SOLVING_SHARE = 4


class Installation:
    """Objects of one process. Nothing connects before its first use, so that forked processes share nothing.

    Attributes
    ----------
    queue
        Enqueues plans and scenarios and follows their progress.
    solver
        Solves VROOM documents while a client waits.
    networks, tiles
        Road graphs opened by this process, and the vector tiles drawn from them.
    snapshots, studies
        Problems of the plans edited last, and coverage studies with their matrices.
    stream_slots, solver_slots
        Limits of the threads used by event streams and waiting VROOM clients.
    """

    def __init__(self, settings: Settings, *, queue: PlanQueue, solver: Solver, tiles: RoadTiles) -> None:
        self.settings = settings
        self.queue = queue
        self.solver = solver
        self.tiles = tiles
        self.snapshots = Snapshots()
        self.studies = OpenStudies(settings.home, tiles.networks)
        # Each event stream occupies a thread of the server; some stay free for other requests.
        self.stream_slots = BoundedSemaphore(max(1, settings.web_threads - RESERVED_THREADS))
        # A waiting VROOM client takes a stream slot too; their number is limited further.
        self.solver_slots = BoundedSemaphore(max(1, settings.web_threads // SOLVING_SHARE))

    @property
    def networks(self) -> OpenNetworks:
        return self.tiles.networks

    def reading(self) -> AbstractContextManager[Session]:
        """Open a read-only database session."""
        return session(self.settings)

    def writing(self) -> AbstractContextManager[Session]:
        """Open a database session that is committed at the end."""
        return session(self.settings, write=True)

"""Diagnose an installation part by part, without changing anything."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from redis.exceptions import RedisError
from rq import Worker
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from app.exports.pdf.fonts import chinese_font
from app.factory import BUNDLE_FOLDER
from app.web.bundle import DRIVER, PLANNER, REFERENCE, Bundle
from data.archive.contents import LAST_BACKUP
from data.domain.errors import HuiliuError, UnavailableError
from data.settings import Settings
from data.store.accounts.users import Role, User
from data.store.column_types import now
from data.store.engine import engine, session
from data.store.migrate import alembic_config
from data.store.plans.tables import UNFINISHED, Plan
from network.engine.kernels import configure, is_warm
from network.library import NetworkLibrary
from workers.queue.jobs import PLANS
from workers.queue.server import answering_url, client

State = Literal["good", "warning", "problem"]

FREE_LEAST_MB = 200
FREE_WISHED_MB = 2_000
BACKUP_AFTER = timedelta(days=7)
STUCK_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one check.

    Attributes
    ----------
    action
        What to do about it; empty if there is nothing to do.
    """

    part: str
    state: State
    text: str
    action: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def examine(settings: Settings) -> list[Finding]:
    """Check every part; a check that fails is reported as a problem, and the others still run.

    Checks that read the database are omitted if that has a problem, which they would only repeat.
    """
    found: list[Finding] = []
    for part, look in _PARTS.items():
        if part in _IN_DATABASE and any(
            said.part == "database" and said.state == "problem" for said in found
        ):
            continue
        try:
            found += [Finding(part, *rest) for rest in look(settings)]
        except HuiliuError as error:
            found += [Finding(part, "problem", fault.cause, fault.action) for fault in error.faults]
        except (OSError, ValueError, SQLAlchemyError, RedisError) as error:
            cause = " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".")
            action = _ACTIONS.get(part, "See the cause; then run this again.")
            found.append(Finding(part, "problem", f"It cannot be used: {cause}.", action))
    return found


Looked = Iterator[tuple[State, str] | tuple[State, str, str]]


def _home(settings: Settings) -> Looked:
    settings.home.mkdir(parents=True, exist_ok=True)
    probe = settings.home / ".doctor"
    probe.touch()
    probe.unlink()
    free_mb = shutil.disk_usage(settings.home).free // 1_000_000
    text = f"{settings.home} can be written; {free_mb:,} MB are free."
    if free_mb < FREE_LEAST_MB:
        yield "problem", text, f"Free space: at least {FREE_WISHED_MB:,} MB."
    elif free_mb < FREE_WISHED_MB:
        yield "warning", text, f"Free space: {FREE_WISHED_MB:,} MB leave room for roads and backups."
    else:
        yield "good", text
    for name in ("secret.key", "huiliu.db"):
        path = settings.home / name
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield "warning", f"Others on this machine may read {path}.", f"chmod 600 '{path}'"


def _database(settings: Settings) -> Looked:
    with engine(settings).connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
        kind = "PostgreSQL" if connection.dialect.name == "postgresql" else "SQLite"
        if revision != head:
            text = f"{kind}: revision {revision or 'none'}, this version wants {head}."
            yield "problem", text, "huiliu db upgrade"
            return
        damage = ""
        if kind == "SQLite":
            damage = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if damage not in {"", "ok"}:
        yield "problem", f"SQLite: the file is damaged: {damage}.", "Restore the last backup."
    else:
        yield "good", f"{kind} answers, at revision {revision}."


def _people(settings: Settings) -> Looked:
    with session(settings) as store:
        roles = list(store.exec(select(User.role).where(col(User.active))))
    if not roles:
        yield "problem", "Nobody can sign in.", "huiliu user add NAME --role administrator"
    elif Role.ADMINISTRATOR not in roles:
        text = f"{len(roles)} people can sign in, no administrator among them."
        yield "warning", text, "huiliu user add NAME --role administrator"
    else:
        yield "good", f"{len(roles)} people can sign in."


def _queue(settings: Settings) -> Looked:
    url = answering_url(settings)
    if not url and settings.redis_url:
        yield "problem", "The Redis of HUILIU_REDIS_URL does not answer.", "Start it, or correct the setting."
    elif not url:
        yield "warning", "The queue's server does not run.", "It starts with huiliu serve or huiliu worker."
    else:
        with closing(client(url)) as connection:
            waiting = PLANS.queue(connection).count
            workers = Worker.count(connection=connection)
        yield "good", f"The queue answers; {waiting} plans wait."
        if workers == 0:
            yield "problem", "No worker runs: nothing will be planned.", "huiliu worker"
        else:
            yield "good", f"{workers} workers run."


def _plans(settings: Settings) -> Looked:
    with session(settings) as store:
        old = now() - STUCK_AFTER
        waiting = select(func.count()).where(col(Plan.status).in_(UNFINISHED), col(Plan.created_at) < old)
        stuck = store.exec(waiting).one()
    if stuck:
        hours = STUCK_AFTER // timedelta(hours=1)
        text = f"{stuck} plans have waited for more than {hours} h."
        yield "warning", text, "Start a worker; or cancel them on their pages."
    else:
        yield "good", "No plan waits for long."


def _roads(settings: Settings) -> Looked:
    library = NetworkLibrary(settings.home)
    names = library.names()
    if not names:
        yield "problem", "There are no roads.", "huiliu network import FILE --name NAME"
    for name in names:
        graph = library.open(name)
        yield "good", f"{name}: {graph.nodes:,} junctions."
    if settings.network and settings.network not in names:
        yield (
            "problem",
            f"HUILIU_NETWORK is {settings.network!r}, which is not there.",
            "Import or correct it.",
        )


def _program(settings: Settings) -> Looked:
    bundle = Bundle(BUNDLE_FOLDER)
    for entry in (PLANNER, DRIVER, REFERENCE):
        bundle.entry(entry)
    yield "good", "The pages are built."
    configure(settings.home / "compiled")
    if is_warm():
        yield "good", "The road engine is compiled."
    else:
        yield "warning", "The road engine is compiled at its first use, which takes 15 s.", "make setup"


def _paper(_settings: Settings) -> Looked:
    try:
        yield "good", f"Route sheets are set in {chinese_font().path.name}."
    except UnavailableError as error:
        # Everything else works, and browsers print with their own fonts.
        yield from (("warning", fault.cause, fault.action) for fault in error.faults)


def _backup(settings: Settings) -> Looked:
    try:
        word = json.loads((settings.home / LAST_BACKUP).read_text(encoding="utf-8"))
        at, file = str(word["at"]), str(word["file"])
    except FileNotFoundError:
        yield "warning", "There is no backup.", "huiliu backup FOLDER, every night"
        return
    age = now() - datetime.fromisoformat(at)
    text = f"The last backup was made {age.days} days ago: {file}."
    if age > BACKUP_AFTER:
        yield "warning", text, "huiliu backup FOLDER, every night"
    else:
        yield "good", text


_PARTS: dict[str, Callable[[Settings], Looked]] = {
    "home": _home,
    "database": _database,
    "people": _people,
    "queue": _queue,
    "plans": _plans,
    "roads": _roads,
    "program": _program,
    "paper": _paper,
    "backup": _backup,
}
_IN_DATABASE = frozenset({"people", "plans"})
_ACTIONS = {
    "home": "Give another folder with HUILIU_HOME, or correct its owner, its mode or the file in its way.",
    "database": "Start it, and correct HUILIU_DATABASE_URL if that is not it; then run this again.",
    "queue": "Correct HUILIU_REDIS_URL: redis://HOST:PORT/0, or leave it empty.",
}
"""What to do where a part cannot even be looked at."""

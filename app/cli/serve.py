"""`huiliu serve`: the web server."""

from __future__ import annotations

import gc
import socket
from typing import TYPE_CHECKING, Any

import click

from data.domain.errors import Fault, HuiliuError, UnavailableError
from data.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

GRACE_S = 5
"""Time limit for open requests after the server was told to stop; event streams do not count."""
SILENT_WORKER_S = 120
LONGEST_ADDRESS = 128 * 1024
"""Bytes of a request's first line: OSRM's protocol puts a table's coordinates, 20 bytes each, into it."""


@click.command()
@click.option("--host", help="Address to listen on; HUILIU_HOST by default.")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port; HUILIU_PORT by default.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the planner, the drivers' pages and the API until SIGTERM or SIGINT."""
    settings = Settings.from_environment()
    chosen = {"host": host, "port": port}
    run_server(settings.replace(**{key: value for key, value in chosen.items() if value is not None}))


def run_server(settings: Settings) -> None:
    """Run the web server until it is stopped.

    Creates or migrates the database first. Without a configured Redis, starts a private one that ends with
    this process; if Redis is unavailable, only planning is interrupted.

    Raises
    ------
    HuiliuError
        S201, S202, S203: the database cannot be used. A302: the address is in use or not local.
    """
    from data.store.migrate import upgrade

    upgrade(settings)
    _require_address(settings)
    _tell_setup_code(settings)
    _server(settings, _counters_url(settings)).run()


def _tell_setup_code(settings: Settings) -> None:
    """Print the set-up address and its code if there is no account yet."""
    from app.auth.secret_key import secret_key
    from app.auth.setup_code import nobody_has_an_account, setup_code
    from data.store.engine import dispose, session

    with session(settings) as store:
        nobody = nobody_has_an_account(store)
    dispose(settings)
    if nobody:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        code = setup_code(secret_key(settings))
        address = f"http://{host}:{settings.port}/setup"
        click.echo(f"Nobody has an account yet. Make the first one: {address}?code={code}")
        click.echo(f"set-up code: {code}")


def _counters_url(settings: Settings) -> str:
    from workers.queue.server import ensure_redis

    try:
        return ensure_redis(settings, end_with_me=True).url
    except HuiliuError as error:
        click.echo(str(error), err=True)
        return ""


def _require_address(settings: Settings) -> None:
    """Fail at once if the address cannot be used; the server itself would retry for seconds."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        raise UnavailableError(
            Fault(
                "A302",
                f"Cannot listen on {settings.host}:{settings.port}: {error.strerror or error}.",
                "Stop the program that uses it, or choose another with --port.",
                "HUILIU_PORT",
            )
        ) from error


def _server(settings: Settings, counters_url: str) -> Any:
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
    from gunicorn.http import message  # type: ignore[import-untyped]

    # Gunicorn clips its own setting to this; the only alternative is no limit.
    message.MAX_REQUEST_LINE = LONGEST_ADDRESS

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn, configured only by our settings."""

        def load_config(self) -> None:
            for key, value in gunicorn_settings(settings).items():
                self.cfg.set(key, value)

        def load(self) -> Flask:
            # In each worker, after the fork: nothing opened in the parent is shared.
            from app.factory import create_app

            made = create_app(settings, counters_url=counters_url)
            _prepare_worker()
            return made

    return Server()


def _prepare_worker() -> None:
    """Prepare a worker before its first request.

    Objects loaded so far are permanent: frozen, they are not scanned by later garbage collections, which
    would take longer than most requests.
    """
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    gc.collect()
    gc.freeze()


def gunicorn_settings(settings: Settings) -> dict[str, object]:
    """Return the settings of the server."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": [f"{host}:{settings.port}"],
        "workers": settings.web_processes,
        "worker_class": "gthread",
        "threads": settings.web_threads,
        "timeout": SILENT_WORKER_S,
        "graceful_timeout": GRACE_S,
        "keepalive": 15,
        "proc_name": "huiliu-web",
        "loglevel": settings.log_level.lower(),
        "errorlog": "-",
        "control_socket_disable": True,
        "limit_request_line": LONGEST_ADDRESS,
    }

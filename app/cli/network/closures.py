"""`huiliu network close`, `open` and `closures`: temporary closures and restrictions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from app.cli import print_json
from app.cli.network.options import AS_JSON, WEST_IS_NO_OPTION, positions
from data.domain.errors import Fault, InputError
from data.settings import Settings

if TYPE_CHECKING:
    from network.closures.closure import Closure
    from network.closures.store import ClosureStore


@click.command(context_settings=WEST_IS_NO_OPTION)
@click.argument("name")
@click.argument("places", nargs=-1, required=True, metavar="LON,LAT…")
@click.option("--area", is_flag=True, help="Close all roads in the polygon with these corners.")
@click.option("--one-way", is_flag=True, help="Close only the direction of the given order.")
@click.option(
    "--factor", type=float, default=0.0, show_default=True, help="Multiply speeds by this factor; 0 closes."
)
@click.option("--max-kph", type=float, help="Limit the speed instead of closing.")
@click.option("--since", help="Start as an ISO time, local if it has no offset.")
@click.option("--until", help="End as an ISO time.")
@click.option("--reason", default="", help="Reason shown to users.")
@AS_JSON
def close(
    *,
    name: str,
    places: Sequence[str],
    area: bool,
    one_way: bool,
    factor: float,
    max_kph: float | None,
    since: str | None,
    until: str | None,
    reason: str,
    as_json: bool,
) -> None:
    """Close roads of the network NAME, or slow them down; later matrices respect it.

    One place closes the nearest road, between two junctions. Several places close the route over them, in
    their order; with --area, every road in the polygon that they enclose.
    """
    from network.closures.closure import Closure

    points = positions(places, least=3 if area else 1)
    limited = max_kph is not None and factor == 0.0
    closure = Closure(
        kind="area" if area else "road" if len(points) == 1 else "stretch",
        points=tuple(points),
        both_directions=not one_way,
        # A limit alone slows; it must not close.
        speed_factor=1.0 if limited else factor,
        max_kph=max_kph,
        since=_instant(since, "--since"),
        until=_instant(until, "--until"),
        reason=reason,
    )
    stored, change = _store().add(name, closure)
    if as_json:
        print_json(stored.as_json() | {"edges": len(change.edges)})
    else:
        click.echo(f"{stored.id}: {_words(stored)}, {len(change.edges)} edges")


@click.command("open")
@click.argument("name")
@click.argument("closure")
def open_command(name: str, closure: str) -> None:
    """Delete the CLOSURE with this id."""
    _store().remove(name, closure)


@click.command()
@click.argument("name")
@AS_JSON
def closures(name: str, as_json: bool) -> None:
    """List the closures of a network, in force or not."""
    found = _store().closures(name)
    if as_json:
        print_json([closure.as_json() for closure in found])
        return
    for closure in found:
        click.echo(f"{closure.id}: {_words(closure)}")


def _store() -> ClosureStore:
    from network.closures.store import ClosureStore

    return ClosureStore(Settings.from_environment().home)


def _instant(text: str | None, option: str) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        cause = f"{text!r} is not a time."
        raise InputError(Fault("N327", cause, "Write it as 2026-03-02T08:00+08:00.", option)) from None


def _words(closure: Closure) -> str:
    at = f"{closure.points[0].lon:.6f},{closure.points[0].lat:.6f}"
    what = "closed" if closure.speed_factor == 0 else f"{closure.speed_factor:g} times the speed"
    parts = [f"{closure.kind} at {at}", what]
    if closure.max_kph is not None:
        parts.append(f"at most {closure.max_kph:g} km/h")
    parts += [f"since {closure.since.isoformat()}"] if closure.since else []
    parts += [f"until {closure.until.isoformat()}"] if closure.until else []
    return ", ".join(parts + ([closure.reason] if closure.reason else []))

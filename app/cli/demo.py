"""`huiliu demo`: a complete installation with a planned day, on synthetic or real roads."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import SearchTime, print_json
from data.settings import Settings

if TYPE_CHECKING:
    from app.ops.demo.run import Demo


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--once", is_flag=True, help="Exit after planning, without a web server.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan's figures as one JSON document.")
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Home folder instead of HUILIU_HOME."
)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port; by default the first free one from 8000 on."
)
@click.option("--osm", type=click.Path(path_type=Path), help="Roads from an OSM file.")
@click.option("--place", help="Roads of a place, downloaded with OSMnx.")
@click.option("--seconds", type=SearchTime(0, 3600, min_open=True), help="Search time of the plan.")
@click.option(
    "--requests",
    type=click.IntRange(1, 2000),
    default=120,
    show_default=True,
    help="Number of pickup requests.",
)
def demo(
    *,
    once: bool,
    as_json: bool,
    home: Path | None,
    port: int | None,
    osm: Path | None,
    place: str | None,
    seconds: float | None,
    requests: int,
) -> None:
    """Plan a day on a synthetic district or on real roads, and serve it until Ctrl+C."""
    from app.ops.demo.run import DemoOptions, run_demo

    if osm is not None and place is not None:
        raise click.UsageError("Give --osm or --place, not both.")
    settings = Settings.from_environment()
    if home is not None:
        settings = settings.replace(home=home.expanduser().absolute())
    if seconds is not None:
        settings = settings.replace(solve_seconds=seconds)
    options = DemoOptions(once=once, port=port, osm=osm, place=place, requests=requests)
    started = time.monotonic()
    run_demo(
        settings,
        options,
        report=lambda step: click.echo(f"{time.monotonic() - started:6.1f} s  {step}", err=True),
        show=lambda shown: _show(shown, as_json=as_json),
    )


def _show(shown: Demo, *, as_json: bool) -> None:
    figures = shown.document
    if as_json:
        print_json(figures)
        return
    click.echo(f"plan: {figures['plan_id']} {figures['served']}/{figures['tasks']}")
    if shown.planner_url:
        click.echo(f"planner: {shown.planner_url}")
    if shown.driver_url:
        click.echo(f"driver: {shown.driver_url}")
    click.echo(f"login: {shown.login.user} {shown.login.password}")
    click.echo(f"key: {shown.login.key}")

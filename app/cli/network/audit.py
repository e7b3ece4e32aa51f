"""`huiliu network audit`: find suspicious parts of a network, and places that vehicles cannot reach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import print_json
from app.cli.network.options import AS_JSON, PROFILE, open_library
from app.cli.network.point_files import named_points
from data.domain.places import LonLat
from data.settings import Settings

if TYPE_CHECKING:
    from network.audit.network import Audit
    from network.audit.places import StrandedPlace

MOST_PLACES = 100_000


@click.command()
@click.argument("name")
@PROFILE
@click.option(
    "--places", "file", type=click.Path(path_type=Path),
    help="CSV file with the header lon,lat, and name or ref: report unreachable places.",
)  # fmt: skip
@click.option("--sites", is_flag=True, help="Also check the sites of the centres that use this network.")
@AS_JSON
def audit(*, name: str, profile: str, file: Path | None, sites: bool, as_json: bool) -> None:
    """Report suspicious parts of a network: islands, dead-end oneways, data skipped by the import."""
    from network.audit.network import audit_network as look_over

    places = named_points(file, most=MOST_PLACES) if file is not None else []
    graph = open_library().open(name)
    found = look_over(graph, profile=profile, places=[*places, *(_sites_on(name) if sites else ())])
    if as_json:
        print_json(found.as_json())
    else:
        _print(found)
        if file is not None or sites:
            _print_places(found)


def _print(found: Audit) -> None:
    click.echo(f"{found.length_km:g} km that {found.profile} may use")
    click.echo(f"{found.without_maxspeed_share:.0%} of it without maxspeed: the class speed counts")
    click.echo(f"{found.restrictions} turn restrictions, {found.restrictions_skipped} of the source skipped")
    click.echo(f"{found.left_out_km:g} km left out by the import: not connected both ways")
    for place in found.left_out:
        click.echo(f"  at {place}")
    click.echo(f"{found.island_count} islands, {found.island_km:g} km: places on them snap elsewhere")
    for island in found.islands:
        click.echo(f"  island at {island.place.lon:.6f},{island.place.lat:.6f}: {island.length_km:g} km")
    click.echo(f"{found.dead_end_count} oneways that cannot be left or come to")
    for end in found.dead_ends:
        click.echo(f"  way {end.way_id} at {end.place.lon:.6f},{end.place.lat:.6f}: {end.kind}")
    for reason, count in found.skipped.items():
        click.echo(f"  skipped by the import: {count} {reason}")


def _print_places(found: Audit) -> None:
    click.echo(f"{len(found.stranded)} of {found.places} places lie where {found.profile} does not get to")
    for each in found.stranded:
        at = f"{each.place.lon:.6f},{each.place.lat:.6f}"
        click.echo(f"  {each.name} at {at}: {_reason(each, found.profile)}")


def _reason(each: StrandedPlace, profile: str) -> str:
    beside = {
        "island": f"its road is cut off for {profile}",
        "left_out": "its road is not connected to the main part",
        "no_road": "no road near enough",
    }[each.kind]
    main = "" if each.main_m is None else f"; {each.main_m:.0f} m from the nearest connected road"
    return beside + main


def _sites_on(network: str) -> list[tuple[str, LonLat]]:
    """Return references and positions of the centres that use a network, and of their sites."""
    from sqlmodel import col, select

    from data.store.engine import session
    from data.store.migrate import upgrade
    from data.store.network.sites import Site

    settings = Settings.from_environment()
    upgrade(settings)
    with session(settings) as store:
        sites = store.exec(select(Site).where(col(Site.retired_at).is_(None)).order_by(col(Site.ref))).all()
        centres = {site.id for site in sites if site.network == network}
        return [
            (site.ref, LonLat(site.lon, site.lat))
            for site in sites
            if site.id in centres or site.centre_id in centres
        ]

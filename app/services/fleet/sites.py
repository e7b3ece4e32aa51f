"""Sites: sorting centres, and the places that belong to one or are shared by all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.services.fleet.rows import load_rows, save_one
from app.services.places import Datum, check_coordinates, to_wgs84
from app.services.results import KEEP, Change, EntryResult, Keep, put_row
from data.domain.errors import Fault
from data.store.column_types import now
from data.store.network.sites import Site, SiteKind, find_centre, list_sites


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInput:
    """A site as entered.

    Attributes
    ----------
    accepts
        Load types accepted where vehicles unload; None for all.
    network, plan_at_s
        Of a sorting centre: its road network, and the time of scheduled planning, in seconds after local
        midnight.
    centre
        Reference of the sorting centre it belongs to.
    """

    ref: str
    kind: SiteKind
    name_zh: str = ""
    name_en: str = ""
    lon: float
    lat: float
    datum: Datum = "wgs84"
    address: str = ""
    windows: tuple[tuple[int, int], ...] = ()
    accepts: tuple[str, ...] | None = None
    unload_s: int = 0
    max_mass_t: float | None = None
    max_height_m: float | None = None
    centre: str | None = None
    network: str | Keep | None = KEEP
    plan_at_s: int | Keep | None = KEEP
    is_retired: bool = False


def find_sites(
    session: Session, organisation_id: int, centre_ref: str | None, *, retired: bool
) -> list[Site]:
    """Return a centre's sites and those shared by all; without a centre all sites, optionally retired ones.

    Raises
    ------
    NotFoundError
        S301: the organisation has no such centre in use.
    """
    if centre_ref:
        centre = find_centre(session, organisation_id, centre_ref)
        assert centre.id is not None
        return list_sites(session, organisation_id, centre.id)
    statement = select(Site).where(Site.organisation_id == organisation_id)
    if not retired:
        statement = statement.where(col(Site.retired_at).is_(None))
    return list(session.exec(statement.order_by(col(Site.ref))))


def map_centre_refs(session: Session, organisation_id: int) -> dict[int | None, str]:
    """Return references of the organisation's sorting centres by id, in use or not."""
    statement = select(Site.id, Site.ref).where(
        Site.organisation_id == organisation_id, Site.kind == SiteKind.SORTING_CENTRE
    )
    return dict(session.exec(statement).all())


def save_site(session: Session, organisation_id: int, site: SiteInput, *, is_new: bool) -> Site:
    """Store all fields of one site; raises as `save_one` does."""
    return save_one(session, (organisation_id, Site), site, enter_sites, is_new=is_new)


def enter_sites(
    session: Session, organisation_id: int, sites: Sequence[SiteInput], *, set_aside: Collection[int] = ()
) -> list[EntryResult]:
    """Enter sites by reference, centres before the sites that name them.

    Parameters
    ----------
    sites
        With distinct references.
    set_aside
        Positions of sites that are checked and not stored.

    Returns
    -------
    list of EntryResult
        One for each site. Faults: I206 the centre named does not exist, I208 no name, I214 an
        implausible position.
    """
    known = load_rows(session, organisation_id, Site)
    results: dict[int, EntryResult] = {}
    order = sorted(
        range(len(sites)), key=lambda position: sites[position].kind is not SiteKind.SORTING_CENTRE
    )
    for position in order:
        site = sites[position]
        faults = check_site(site, known)
        if faults or position in set_aside:
            results[position] = EntryResult(Change.REFUSED, faults)
            continue
        columns, row = _columns(site, known), known.get(site.ref)
        if row is None:
            added = Site(organisation_id=organisation_id, ref=site.ref, **columns)
            known[site.ref] = added
            results[position] = EntryResult(put_row(session, added, {}, is_new=True))
            session.flush()
        else:
            results[position] = EntryResult(put_row(session, row, columns, is_new=False))
    return [results[position] for position in range(len(sites))]


def check_site(site: SiteInput, known: Mapping[str, Site]) -> list[Fault]:
    """Check a site against the existing sites by reference."""
    found = check_coordinates(site.lon, site.lat)
    if not site.name_zh and not site.name_en:
        cause = f"Site {site.ref} has no name."
        found.append(Fault("I208", cause, "Give it a Chinese or an English name.", "name_zh"))
    centre = known.get(site.centre or "")
    if site.centre and (centre is None or centre.kind is not SiteKind.SORTING_CENTRE):
        cause = f"There is no sorting centre {site.centre!r}."
        found.append(Fault("I206", cause, "Import the centre first, or correct the reference.", "centre"))
    return found


def _columns(site: SiteInput, known: Mapping[str, Site]) -> dict[str, Any]:
    place = to_wgs84(site.lon, site.lat, site.datum)
    stored = known.get(site.ref)
    since = stored.retired_at if stored is not None else None
    is_centre = site.kind is SiteKind.SORTING_CENTRE
    columns: dict[str, Any] = {
        "kind": site.kind,
        "name_zh": site.name_zh or site.name_en,
        "name_en": site.name_en or site.name_zh,
        "lon": place.lon,
        "lat": place.lat,
        "address": site.address,
        "windows": [list(window) for window in site.windows],
        "accepts": None if site.accepts is None else list(site.accepts),
        "unload_s": site.unload_s,
        "max_mass_t": site.max_mass_t,
        "max_height_m": site.max_height_m,
        "centre_id": known[site.centre].id if site.centre and not is_centre else None,
        "retired_at": (since or now()) if site.is_retired else None,
    }
    for name, value in (("network", site.network), ("plan_at_s", site.plan_at_s)):
        if value is not KEEP:
            columns[name] = value
    return columns

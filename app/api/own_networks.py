"""Which road networks an account may ask about: those that its organisation plans on."""

from __future__ import annotations

from sqlmodel import col, select

from app.auth.access import principal
from app.installation import services
from app.services.road_imports import owners
from data.domain.errors import Fault, NotFoundError
from data.store import queries
from data.store.network.sites import Site


def require_own_network(name: str) -> None:
    """Nothing, if a centre of the account's organisation plans on the network and it is imported.

    Raises
    ------
    NotFoundError
        A215: otherwise, so that nobody learns of others' networks.
    """
    if not _plans_on(principal().organisation_id, name):
        raise NotFoundError(
            Fault("A215", f"There is no road network {name!r}.", "Check its name.", "network")
        )
    services().roads.version(name)


def may_see_network(organisation_id: int, name: str) -> bool:
    """Whether an organisation plans on the network, or may choose it as nobody else has it."""
    # Asked for every tile: the usual case is one query, without others' sites and imports.
    if _plans_on(organisation_id, name):
        return True
    used, foreign = networks_used(organisation_id)
    return name in used or (name not in foreign and name in services().roads.names())


def _plans_on(organisation_id: int, name: str) -> bool:
    with services().reading() as store:
        return name in {centre.network for centre in queries.centres(store, organisation_id)}


def networks_used(organisation_id: int) -> tuple[dict[str, list[str]], set[str]]:
    """Own centres by network, and the networks of others."""
    used: dict[str, list[str]] = {}
    foreign = {name for name, owner in owners(services().settings).items() if owner != organisation_id}
    with services().reading() as store:
        wanted = select(Site).where(col(Site.network).is_not(None), col(Site.retired_at).is_(None))
        for site in store.exec(wanted.order_by(col(Site.ref))):
            if site.organisation_id == organisation_id:
                used.setdefault(site.network or "", []).append(site.ref)
            else:
                foreign.add(site.network or "")
    return used, foreign

"""Which road networks an organisation may see: those it plans on, and those nobody else has."""

from __future__ import annotations

from sqlmodel import Session, col, select

from app.services.networks.imports import owners
from app.services.networks.open_networks import OpenNetworks
from data.domain.errors import Fault, NotFoundError
from data.settings import Settings
from data.store.network.sites import Site, list_centres


def require_own_network(store: Session, networks: OpenNetworks, organisation_id: int, name: str) -> None:
    """Raise unless a centre of the organisation plans on the network and the network is imported.

    Raises
    ------
    NotFoundError
        A215: otherwise, so that nobody learns of others' networks.
    """
    if not plans_on(store, organisation_id, name):
        raise NotFoundError(
            Fault("A215", f"There is no road network {name!r}.", "Check its name.", "network")
        )
    networks.version(name)


def may_see_network(
    store: Session, settings: Settings, networks: OpenNetworks, organisation_id: int, name: str
) -> bool:
    """Whether an organisation plans on the network, or may choose it because nobody else has it."""
    # Checked for every tile: the usual case is one query, without others' sites and imports.
    if plans_on(store, organisation_id, name):
        return True
    used, foreign = networks_used(store, settings, organisation_id)
    return name in used or (name not in foreign and name in networks.names())


def plans_on(store: Session, organisation_id: int, name: str) -> bool:
    """Whether a centre of the organisation plans on the network."""
    return name in {centre.network for centre in list_centres(store, organisation_id)}


def networks_used(
    store: Session, settings: Settings, organisation_id: int
) -> tuple[dict[str, list[str]], set[str]]:
    """Own centres by network, and the networks of other organisations."""
    used: dict[str, list[str]] = {}
    foreign = {name for name, owner in owners(settings).items() if owner != organisation_id}
    statement = select(Site).where(col(Site.network).is_not(None), col(Site.retired_at).is_(None))
    for site in store.exec(statement.order_by(col(Site.ref))):
        if site.organisation_id == organisation_id:
            used.setdefault(site.network or "", []).append(site.ref)
        else:
            foreign.add(site.network or "")
    return used, foreign

"""Which road networks an organisation may see: those it uses, and those that no other uses."""

from __future__ import annotations

from sqlmodel import Session, col, select

from app.services.networks.imports import owners
from app.services.networks.open_networks import OpenNetworks
from data.domain.errors import Fault, NotFoundError
from data.settings import Settings
from data.store.network.sites import Site, list_centres


def require_own_network(store: Session, networks: OpenNetworks, organisation_id: int, name: str) -> None:
    """Raise unless a centre of the organisation uses the network and the network is imported.

    Raises
    ------
    NotFoundError
        A215: otherwise, so that other organisations' networks are not disclosed.
    """
    if not plans_on(store, organisation_id, name):
        raise NotFoundError(
            Fault("A215", f"There is no road network {name!r}.", "Check its name.", "network")
        )
    networks.version(name)


def may_see_network(
    store: Session, settings: Settings, networks: OpenNetworks, organisation_id: int, name: str
) -> bool:
    """Return whether an organisation uses the network, or may choose it because no other uses it."""
    # Checked for every tile: the common case takes one query.
    if plans_on(store, organisation_id, name):
        return True
    used, foreign = networks_used(store, settings, organisation_id)
    return name in used or (name not in foreign and name in networks.names())


def plans_on(store: Session, organisation_id: int, name: str) -> bool:
    """Return whether a centre of the organisation uses the network."""
    return name in {centre.network for centre in list_centres(store, organisation_id)}


def networks_used(
    store: Session, settings: Settings, organisation_id: int
) -> tuple[dict[str, list[str]], set[str]]:
    """Return the organisation's centres by network, and the networks of other organisations."""
    used: dict[str, list[str]] = {}
    foreign = {name for name, owner in owners(settings).items() if owner != organisation_id}
    statement = select(Site).where(col(Site.network).is_not(None), col(Site.retired_at).is_(None))
    for site in store.exec(statement.order_by(col(Site.ref))):
        if site.organisation_id == organisation_id:
            used.setdefault(site.network or "", []).append(site.ref)
        else:
            foreign.add(site.network or "")
    return used, foreign

"""Which road networks an account may ask about: those that its organisation plans on."""

from __future__ import annotations

from app.access import principal
from app.services import services
from data.domain.errors import Fault, NotFoundError
from data.store import reading


def require_own_network(name: str) -> None:
    """Nothing, if a centre of the account's organisation plans on the network and it is imported.

    Raises
    ------
    NotFoundError
        A215: otherwise, so that nobody learns of others' networks.
    """
    with services().reading() as store:
        centres = reading.centres(store, principal().organisation_id)
    if name not in {centre.network for centre in centres}:
        raise NotFoundError(
            Fault("A215", f"There is no road network {name!r}.", "Check its name.", "network")
        )
    services().roads.version(name)

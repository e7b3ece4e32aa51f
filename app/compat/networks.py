"""Choose the road network of an OSRM or VROOM request."""

from __future__ import annotations

from flask import request

from app.auth.access import principal
from app.context import installation
from app.services.networks.visibility import plans_on
from data.domain.errors import Fault, InputError, NotFoundError


def chosen_network() -> str:
    """Return the network named by the query or the setting, if the caller may see it.

    With a key, these are the networks of the organisation's centres and the network of the setting.

    Raises
    ------
    InputError
        A241: neither names one.
    NotFoundError
        A215: the network does not exist, or the organisation may not see it.
    """
    settings = installation().settings
    name = request.args.get("network") or settings.network
    if not name:
        raise InputError(
            Fault(
                "A241",
                "No road network is given.",
                "Add ?network=NAME to the address, or set HUILIU_NETWORK.",
                "network",
            )
        )
    if not settings.open_compat and name != settings.network:
        with installation().reading() as store:
            own = plans_on(store, principal().organisation_id, name)
        if not own:
            fault = Fault("A215", f"There is no road network {name!r}.", "Check its name.", "network")
            raise NotFoundError(fault)
    installation().networks.version(name)
    return name

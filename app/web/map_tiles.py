"""``/tiles/<network>/<z>/<x>/<y>.mvt``: our own road network as the base map.

Accounts see the networks that their organisation uses or may choose; a driver's phone sees the network of its
route, which the link stored in a cookie.
"""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from flask_login import current_user

from app.auth.access import ANYONE, allowed
from app.context import installation
from app.errors import NotSignedInError
from app.services.networks.tiles import MOST_ZOOM
from app.services.networks.visibility import may_see_network
from data.domain.errors import Fault, NotFoundError

map_tiles = Blueprint("tiles", __name__, url_prefix="/tiles")
MIME_TYPE = "application/vnd.mapbox-vector-tile"
KEEP_S = 86_400
_COOKIE_FIELD = "tiles"
_MOST_REMEMBERED = 8


@map_tiles.get(f"/<network>/<int(max={MOST_ZOOM}):z>/<int:x>/<int:y>.mvt")
@allowed(ANYONE)
def tile(network: str, z: int, x: int, y: int) -> Response:
    """Return one vector tile (Mapbox Vector Tile 2): layers ``roads`` and ``places``; 204 if empty."""
    _require_sight(network)
    etag = f"{installation().networks.version(network)[:16]}-{z}-{x}-{y}"
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        content = installation().tiles.tile(network, z, x, y)
        response = Response(content, status=200 if content else 204, mimetype=MIME_TYPE)
    response.set_etag(etag)
    response.headers["Cache-Control"] = f"private, max-age={KEEP_S}, stale-while-revalidate={7 * KEEP_S}"
    response.headers["Vary"] = "Cookie"
    return response


def remember_network(name: str) -> None:
    """Let a browser that opened a driver's link see the tiles of its network."""
    known = [entry for entry in session.get(_COOKIE_FIELD, []) if entry != name]
    session[_COOKIE_FIELD] = [*known, name][-_MOST_REMEMBERED:]


def _require_sight(network: str) -> None:
    """Require access to the network: A217 without account and link; A215 for a network of others."""
    if network in session.get(_COOKIE_FIELD, []):
        return
    if not current_user.is_authenticated:
        raise NotSignedInError(
            Fault("A217", "Map tiles require an account or a driver's link.", "Sign in, or open the link.")
        )
    own = installation()
    with own.reading() as store:
        visible = may_see_network(store, own.settings, own.networks, current_user.organisation_id, network)
    if not visible:
        raise NotFoundError(
            Fault("A215", f"There is no road network {network!r}.", "Check its name.", network)
        )

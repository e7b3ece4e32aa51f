"""The application factory."""

from __future__ import annotations

from pathlib import Path

from apiflask import APIFlask

from app.api.documentation import describe, register_api
from app.auth.access import ANYONE, allowed, register_access
from app.auth.rate_limits import register_limits
from app.auth.secret_key import secret_key
from app.auth.security_headers import register_security
from app.compat.osrm import osrm
from app.compat.vroom import vroom
from app.context import register_installation
from app.driver.views import register_driver
from app.error_handlers import register_errors
from app.services.installation import Installation
from app.services.networks.tiles import RoadTiles
from app.services.queue import PlanQueue, RedisPlanQueue
from app.services.vroom import RedisSolver, Solver
from app.web.bundle import Bundle
from app.web.health import register_health
from app.web.map_tiles import map_tiles
from app.web.views import register_web
from data.settings import Settings

BUNDLE_FOLDER = Path(__file__).parent / "static" / "dist"
ASSET_KEEP_S = 365 * 24 * 3600


def create_app(
    settings: Settings,
    *,
    queue: PlanQueue | None = None,
    solver: Solver | None = None,
    tiles: RoadTiles | None = None,
    counters_url: str = "",
    bundle_folder: Path = BUNDLE_FOLDER,
) -> APIFlask:
    """Create the application; nothing connects before the first request.

    Parameters
    ----------
    queue, solver, tiles
        By default the installation's Redis, and the networks under its home.
    counters_url
        Redis URL where processes share their rate limits; empty keeps them in each process.
    bundle_folder
        Output folder of ``npm run build``.

    Raises
    ------
    UnavailableError
        A106: there is no signing key and none can be stored.
    """
    app = APIFlask(
        "app",
        title="Huiliu",
        version="1.0",
        spec_path="/openapi.json",
        docs_path=None,
        openapi_blueprint_url_prefix="/api/v1",
        json_errors=False,
        static_folder="static",
    )
    app.secret_key = secret_key(settings)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = settings.max_upload_mb * 1024 * 1024
    served = Installation(
        settings,
        queue=queue or RedisPlanQueue(settings),
        solver=solver or RedisSolver(settings),
        tiles=tiles or _road_tiles(settings.home),
    )
    register_installation(app, served)
    describe(app)
    register_health(app)
    register_errors(app)
    register_security(app, settings)
    register_limits(app, counters_url)
    register_access(app)
    register_web(app, Bundle(bundle_folder))
    register_api(app)
    register_driver(app)
    app.register_blueprint(map_tiles)
    app.register_blueprint(osrm)
    app.register_blueprint(vroom)
    _declare_static(app)
    return app


def _road_tiles(home: Path) -> RoadTiles:
    from network.library import NetworkLibrary
    from network.tiles import encode_vector_tile

    return RoadTiles(NetworkLibrary(home), encode_vector_tile)


def _declare_static(app: APIFlask) -> None:
    allowed(ANYONE)(app.view_functions["static"])
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = None
    app.get_send_file_max_age = _static_keep_s  # type: ignore[method-assign,assignment]


def _static_keep_s(name: str | None) -> int | None:
    """Return the cache lifetime of a static file; bundled files have a hash in the name and never change."""
    return ASSET_KEEP_S if name is not None and name.startswith("dist/assets/") else None

"""Rate limits by address for sign-in and driver links; counted in Redis if it is configured."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, TypeVar, cast

from apiflask import APIFlask
from flask import request
from flask_limiter import Limiter

LOGIN_LIMIT = "20 per minute"
LINK_LIMIT = "240 per minute"
BAD_LINK_LIMIT = "30 per minute"

View = TypeVar("View", bound=Callable[..., Any])


def caller() -> str:
    """Return the address of the client; behind a proxy on this machine, the one that the proxy reports.

    Only the last entry of the header is trusted, which the proxy added; earlier ones come from the client.
    """
    peer = _address(request.remote_addr or "")
    if peer is not None and peer.is_loopback:
        address = _address(request.headers.get("X-Forwarded-For", "").rpartition(",")[2])
        if address is not None:
            return str(address)
    return request.remote_addr or "127.0.0.1"


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


limiter: Any = Limiter(caller, headers_enabled=False)


def limited(limit: str, *, shared: str = "", **options: Any) -> Callable[[View], View]:
    """Limit how often a view may be called.

    Parameters
    ----------
    limit
        Such as ``20 per minute``.
    shared
        Name of a limit that several views share.
    options
        ``key_func`` (the key of the counter; by default the address) and ``exempt_when`` of Flask-Limiter.
    """
    made = limiter.shared_limit(limit, scope=shared, **options) if shared else limiter.limit(limit, **options)
    return cast("Callable[[View], View]", made)


def register_limits(app: APIFlask, redis_url: str) -> None:
    """Install the limits.

    Parameters
    ----------
    redis_url
        Where processes share their counts; if it is empty, or while Redis is down, each process counts
        for itself.
    """
    app.config.setdefault("RATELIMIT_STORAGE_URI", redis_url or "memory://")
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", bool(redis_url))
    app.config.setdefault("RATELIMIT_KEY_PREFIX", "huiliu")
    limiter.init_app(app)

"""Security headers and cookies: a strict content policy, and Secure cookies except on plain loopback."""

from __future__ import annotations

from urllib.parse import urlsplit

from apiflask import APIFlask
from flask import Flask, has_request_context, request
from flask.sessions import SecureCookieSessionInterface
from flask_talisman import DENY, Talisman

from data.settings import Settings

SESSION_HOURS = 12


class _SessionInterface(SecureCookieSessionInterface):
    """Session cookies that are Secure on https requests and usable on a plain loopback connection."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure if has_request_context() else True


def content_policy(raster_tiles_url: str) -> dict[str, str]:
    """Return the Content-Security-Policy: nothing inline, no other host but the raster background's."""
    parts = urlsplit(raster_tiles_url)
    raster = f" {parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
    return {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data: blob:{raster}",
        "connect-src": f"'self'{raster}",
        "worker-src": "'self' blob:",
        "child-src": "blob:",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def register_security(app: APIFlask, settings: Settings) -> None:
    """Install headers and cookie rules; called once by the factory."""
    app.session_interface = _SessionInterface()
    app.config.update(
        SESSION_COOKIE_NAME="huiliu",
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=SESSION_HOURS * 3600,
    )
    Talisman(
        app,
        # TLS ends at the proxy in front, which also redirects; a local installation uses loopback.
        force_https=False,
        session_cookie_secure=False,
        session_cookie_samesite="Lax",
        frame_options=DENY,
        content_security_policy=content_policy(settings.raster_tiles_url),
        content_security_policy_nonce_in=[],
        # A driver's link is a credential: it must not leave in a Referer, not even its path.
        referrer_policy="same-origin",
        permissions_policy={"geolocation": "(self)", "camera": "(self)", "microphone": "()"},
        x_content_type_options=True,
    )

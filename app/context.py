"""Access to the installation from a Flask request."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from app.services.installation import Installation

_EXTENSION = "huiliu"


def register_installation(app: Flask, served: Installation) -> None:
    """Attach the installation that the app serves."""
    app.extensions[_EXTENSION] = served


def installation() -> Installation:
    """Return the installation of the current request."""
    return cast(Installation, current_app.extensions[_EXTENSION])

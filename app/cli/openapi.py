"""`huiliu openapi`: the API's OpenAPI document."""

from __future__ import annotations

from pathlib import Path

import click

from data.settings import Settings


@click.command()
def openapi() -> None:
    """Print the OpenAPI document of the HTTP API; needs no database."""
    from app.api.documentation import document_text
    from app.factory import create_app

    # A home folder is neither read nor written: the document does not depend on it.
    app = create_app(Settings(home=Path("/nonexistent"), secret_key="for the document only"))  # noqa: S106
    click.echo(document_text(app), nl=False)

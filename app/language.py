"""The language of a request: Chinese or English."""

from __future__ import annotations

from typing import Final

from flask import g, request
from flask_login import current_user

from data.words.catalogue import DEFAULT_LANGUAGE, LANGUAGES

LANGUAGE_COOKIE: Final = "huiliu_language"


def language() -> str:
    """Return the language: ``?lang=``, then the cookie, the account's, the browser's, Chinese."""
    if "language" not in g:
        account = current_user.language if current_user.is_authenticated else None
        preferences = (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE), account)
        chosen = next((each for each in preferences if each in LANGUAGES), None)
        g.language = chosen or _accepted() or DEFAULT_LANGUAGE
    return str(g.language)


def _accepted() -> str | None:
    for tag, _quality in request.accept_languages:
        primary = tag.split("-")[0].lower()
        if primary in LANGUAGES:
            return primary
    return None

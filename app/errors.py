"""Errors of the application: not signed in, forbidden, conflict, gone.

Codes of the web: A1xx accounts, A2xx the API, A3xx pages and drivers, and A400 to A599 the plain HTTP
conditions of the same number. `app.error_handlers` turns all of them into answers.
"""

from __future__ import annotations

from data.domain.errors import HuiliuError


class NotSignedInError(HuiliuError):
    """No session and no key, or one that is no longer valid. Status 401."""


class ForbiddenError(HuiliuError):
    """The role does not permit the call, or the request fails the CSRF check. Status 403."""


class ConflictError(HuiliuError):
    """The call conflicts with stored data. Status 409."""


class GoneError(HuiliuError):
    """The object existed and has ended, such as an expired or replaced link. Status 410."""

"""Errors of the application: not signed in, forbidden, in conflict with what is stored, ended.

Codes of the web: A1xx accounts, A2xx the API, A3xx pages and drivers, and A400 to A599 the plain HTTP
conditions of the same number. `app.error_handlers` turns all of them into answers.
"""

from __future__ import annotations

from data.domain.errors import HuiliuError


class NotSignedInError(HuiliuError):
    """No session and no key, or one that is no longer valid. Status 401."""


class ForbiddenError(HuiliuError):
    """Signed in, but the role does not allow it, or the request forges a session. Status 403."""


class ConflictError(HuiliuError):
    """In conflict with what is stored. Status 409."""


class GoneError(HuiliuError):
    """It existed and has ended: a driver's link that expired or was replaced. Status 410."""

"""What is kept in SQL: tables by subject, the engine, migrations, and rows ⇄ domain.

Importing this package registers every table, so that migrations and `create_all` see them all.
"""

from data.store import (
    accounts,
    audit,
    calendars,
    events,
    fleet,
    mornings,
    organisations,
    plans,
    requests,
    sites,
    standing,
    studies,
)

__all__ = [
    "accounts",
    "audit",
    "calendars",
    "events",
    "fleet",
    "mornings",
    "organisations",
    "plans",
    "requests",
    "sites",
    "standing",
    "studies",
]

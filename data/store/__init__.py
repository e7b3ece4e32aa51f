"""What is kept in SQL: tables by subject, the engine, migrations, and rows ⇄ domain.

Importing this package registers every table, so that migrations and `create_all` see them all.
"""

from data.store.accounts import audit, organisations
from data.store.accounts import users as accounts
from data.store.network import days_off as calendars
from data.store.network import fleet, sites
from data.store.plans import driver_events as events
from data.store.plans import scheduled as mornings
from data.store.plans import tables as plans
from data.store.requests import pickup_requests as requests
from data.store.requests import recurring as standing
from data.store.studies import tables as studies

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

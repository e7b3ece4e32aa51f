"""Tables and queries, by subject; importing this package registers every table with the metadata.

Read `engine` (connections, sessions, transactions) and `column_types` first, then the folders in the
order of what refers to what: `accounts` (organisations, users, keys), `network` (sites, vehicles, drivers,
days off), `requests` (materials, pickup requests, weekly ones), `plans` and `studies`. Every module contains
the tables of one subject together with their queries. `personal_data` collects and erases
what any of them stores about a person. `migrate` and `migrations` bring a database to the current schema;
`attempts` is the life of work that a worker does for a row.

Imports `data.domain`, `data.catalogue` and `data.settings`, nothing above.
"""

from data.store.accounts import audit, organisations, users
from data.store.network import days_off, fleet, sites
from data.store.plans import driver_events, scheduled
from data.store.plans import tables as plan_tables
from data.store.requests import pickup_requests, recurring
from data.store.studies import tables as study_tables

__all__ = [
    "audit",
    "days_off",
    "driver_events",
    "fleet",
    "organisations",
    "pickup_requests",
    "plan_tables",
    "recurring",
    "scheduled",
    "sites",
    "study_tables",
    "users",
]

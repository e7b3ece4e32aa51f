"""Standing requests become requests of a day when the day is first looked at."""

from __future__ import annotations

import datetime as dt

from app.context import installation
from data.store.network.sites import find_centre
from data.store.requests.recurring import is_due, materialise


def keep_standing(organisation_id: int, centre_ref: str, date: dt.date) -> None:
    """Make what is missing of a day; nothing is written where nothing is.

    Raises
    ------
    NotFoundError
        S301: the organisation has no such centre in use.
    """
    with installation().reading() as store:
        centre = find_centre(store, organisation_id, centre_ref)
        assert centre.id is not None
        due = is_due(store, organisation_id, centre.id, date)
    if due:
        with installation().writing() as store:
            materialise(store, organisation_id, centre.id, date)

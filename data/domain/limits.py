"""Bounds of single values entered by users, the same for forms, programs and tables."""

from __future__ import annotations

import datetime as dt
from typing import Final

FIRST_DATE: Final = dt.date(2000, 1, 1)
LAST_DATE: Final = dt.date(2100, 12, 31)
DAY_S: Final = 86_400

MAX_QUANTITY: Final = 10_000
MAX_LINE_KG: Final = 60_000
MAX_LINE_L: Final = 200_000
MAX_UNIT_KG: Final = 2_000
"""The heaviest single item that is fetched."""
MAX_PRIORITY: Final = 100

ACCESS_MASS_T: Final = (0.5, 100)
ACCESS_HEIGHT_M: Final = (1, 10)
"""Of the largest vehicle that gets to a place."""
MAX_UNLOAD_S: Final = 28_800

MAX_CAPACITY_KG: Final = 60_000
MAX_CAPACITY_L: Final = 200_000
MAX_OVERTIME_S: Final = 28_800
MAX_BREAK_S: Final = 28_800
MAX_COST_FIXED: Final = 1e6
MAX_COST_PER_KM: Final = 1e4
MAX_COST_PER_H: Final = 1e5
"""CNY."""

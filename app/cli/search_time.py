"""Search times on the command line."""

from __future__ import annotations

import math
from typing import Any

import click


class SearchTime(click.FloatRange):
    """A number of seconds in a range, which NaN is outside of (click compares, and NaN compares as false)."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{seconds} is not in the range {self._describe_range()}.", param, ctx)
        return seconds

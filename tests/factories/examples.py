"""How many examples of a property are tried: few in each run, ten times as many in ``make test-long``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

FACTOR = int(os.environ.get("EXAMPLES", "1"))


def examples(count: int) -> settings:
    """Settings for `count` examples, times the variable EXAMPLES, each without a time limit."""
    return settings(max_examples=count * FACTOR, deadline=None, suppress_health_check=[HealthCheck.too_slow])

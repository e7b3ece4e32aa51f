"""Fixtures that tests of every kind share; each plugin says what it offers."""

pytest_plugins = [
    "tests.fixtures.chromium",
    "tests.fixtures.live",
    "tests.fixtures.postgres",
    "tests.fixtures.queue",
]

"""Fixtures that tests of every kind share; each plugin says what it offers."""

pytest_plugins = [
    "tests.fixtures.chromium",
    "tests.fixtures.live",
    "tests.fixtures.databases",
    "tests.fixtures.queue",
    "tests.fixtures.extracts",
]


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a case of bytes by its length: bytes may hold a time (gzip's header) and differ per worker."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None

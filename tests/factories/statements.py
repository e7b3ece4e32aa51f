"""What a database is asked, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from data.settings import Settings
from data.store.engine import engine


@contextmanager
def counted_statements(settings: Settings) -> Iterator[list[str]]:
    """SQL statements in order, while inside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine(settings), "before_cursor_execute", note)
    yield seen
    event.remove(engine(settings), "before_cursor_execute", note)

"""Backups: every table and every file that cannot be computed again, in one compressed tar.

Tables are written as lines of JSON, the same from SQLite and PostgreSQL, so that a backup of one
can be restored into the other. Layout: ``tables/<table>.jsonl``, ``home/<path under HUILIU_HOME>``
and, last, ``manifest.json`` with the size and SHA-256 of every member: a backup that was cut off
has none.
"""

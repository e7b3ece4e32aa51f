"""Backups: all tables and the files that cannot be recomputed, in one compressed tar.

Read `contents`, `rows`, `backup`, then `restore`.

Tables are written as lines of JSON, the same from SQLite and PostgreSQL, so that a backup of one
can be restored into the other. Layout: ``tables/<table>.jsonl``, ``home/<path under HUILIU_HOME>``
and, last, ``manifest.json`` with the size and SHA-256 of every member: a backup that was cut off
has none.
"""

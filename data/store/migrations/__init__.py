"""Alembic migrations; ``data/store/migrate.py`` applies them."""

"""Alembic migrations; ``data/store/upgrading.py`` applies them."""

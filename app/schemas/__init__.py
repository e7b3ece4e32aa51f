"""Pydantic models of the API's documents; names and descriptions are part of the API. No Flask here."""

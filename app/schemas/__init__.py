"""Shapes of the API's documents (pydantic); their names and texts are part of the API. No Flask here."""

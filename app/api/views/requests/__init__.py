"""Views of pickup requests, recurring requests, table imports and the catalogue of materials."""

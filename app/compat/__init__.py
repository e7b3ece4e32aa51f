"""Endpoints in other programs' words, OSRM's and VROOM's, so that their clients work unchanged."""

"""Calendars: on which days places are visited, and by which routes, decided together."""

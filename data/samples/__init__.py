"""Synthetic data: a district as an OSM file, and a day of a sorting centre on any roads.

For the map read `district`, `map_builder`, `streets`, `countryside`, `motorways`, then `curves`, `crossings`
and `turn_restrictions`; for the day `day`, `placement`, `requests`, `fleet`, then `seed`. The same seed gives
the same data.
"""

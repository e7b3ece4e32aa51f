"""Vehicle profiles: which roads a vehicle may use, and at what speed.

Read `profile` and the TOML files in ``files/``, then `vehicle_limits` (profiles of single vehicles). May
import `network.elevation` and `network.graph`.
"""

"""What a route costs, or that it breaks a rule.

`evaluation` is the entry. Rich problems are simulated (`simulate`, with `timing` and `aboard`), plain ones
are concatenated from segments (`segments`, `segment_loads`). `insertion_filters` spares most simulations.
"""

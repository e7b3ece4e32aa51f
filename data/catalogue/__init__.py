"""Reference tables shipped with the program, every row with its source, and named rule sets.

`tables` parses them; `materials`, `vehicle_classes` and `yields` are one table each, `rule_sets` the rules.
"""

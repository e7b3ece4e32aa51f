"""Plans of a day.

Read `document` (a stored plan as the API, exports and drivers' pages read it), `create` (new plans, copies
and plans made again), `comparison` (what one plan changes against another), `publication` and `reports`
(what drivers report from a published plan).
"""

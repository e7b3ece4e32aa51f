"""Plans of a day.

Read `document` (a stored plan as the API, exports and drivers' pages read it), `publication`, `alternatives`
(copies and plans made again) and `comparison` (what one plan changes against another).
"""

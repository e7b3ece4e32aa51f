"""Plans of a centre and date: tables, life cycle, publication and drivers' reports.

Read `tables` and `lookup` first, then `lifecycle` (from queued to planned), `publication` and
`driver_events` with `progress` (the day of a published plan), `absences` (trucks that can no longer go),
`continuation` and `succession` (the rest of a day planned anew), `drafts` and `copies` (changes by hand),
`day` (what a plan starts from), `scheduled` (plans made by the clock) and `matrices`.
"""

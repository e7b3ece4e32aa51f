"""Plans changed by hand.

Read `edits` (one change in one transaction), `edit_mapping` (what the request means for routes and locks),
`snapshots` (problems held in memory), `plan_rows` (only the rows that differ are written), then `documents`
(what the API answers) and `geometry` (a changed route's line, computed later).
"""

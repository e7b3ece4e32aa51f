"""Domain types, storage, catalogue and settings: what every other package builds on.

Read `domain` first (problems, plans, studies, errors; no storage), then `catalogue` (materials, vehicle
classes, rule sets), `settings` (the one reader of the environment), `store` (tables and migrations) and
`words` (texts in Chinese and English). `runtime` starts child processes and caches compiled code, `archive`
makes backups, `samples` the synthetic district. Imports no other package of ours.
"""

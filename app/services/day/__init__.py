"""The day of a centre: what it needs and lacks, what is worth knowing, and how it goes.

Read `missing` and `notices` first, then `figures`, which puts them together for the page of the day;
`first_steps` counts what an organisation has before its first day. Imports `app.services.requests`.
"""

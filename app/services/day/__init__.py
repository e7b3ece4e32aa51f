"""The day of a centre: what is missing for a plan, notices, and figures.

Read `missing` and `notices` first, then `figures`, which puts them together for the page of the day;
`first_steps` counts what an organisation has before its first day. Imports `app.services.requests`.
"""

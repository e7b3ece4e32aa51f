"""Business rules of the application, shared by the API, web pages, driver pages and the command line.

Nothing here imports Flask. Read `requests`, `recurring` and `fleet` (data entry), `day` (prerequisites and
figures of a day), `plans` (created, published, reported on), `drafts` (manual edits), `studies` (coverage),
`networks` (roads), `accounts`. `installation` holds the objects that live as long as the process.
"""

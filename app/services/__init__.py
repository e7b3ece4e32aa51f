"""Business rules of the application, used alike by the API, web pages, driver pages and the command line.

Nothing here knows Flask. Read `requests`, `recurring` and `fleet` (what is entered), `day` (what a day's plan
needs and how it goes), `plans` (created, published, reported on), `drafts` (changed by hand), `studies`
(coverage), `networks` (roads), `accounts`. `installation` holds what lives as long as the process.
"""

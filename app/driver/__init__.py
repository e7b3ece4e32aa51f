"""The driver's mobile pages, opened by a signed link or an account.

Read `views`, then `day` (the document of a route) and `navigation` (links to map apps). Reports are stored by
`app.services.plans.reports`.
"""

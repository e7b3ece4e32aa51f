"""The application: web pages, HTTP API, command line, and the services behind them.

Layers, the lowest first: `schemas` and `errors`; `services` (business rules without Flask); `exports` and
`imports` (files out and in); `context`, `language` and `auth` (the request); `streaming` and
`error_handlers`; `api`, `web` and `compat`, then `driver` (views); `factory` (the Flask app); `ops` and
`cli`. A folder imports only folders of lower layers (import-linter, pyproject.toml). Read `factory` first,
then a view and the service it calls.
"""

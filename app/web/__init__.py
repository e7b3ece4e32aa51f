"""Pages rendered by the server, map tiles and health checks.

Read `views` (the planner's page, signing in), `setup`, `printing`, `map_tiles`, `health`; `bundle` locates
the built front end and `words` provides the pages' texts.
"""

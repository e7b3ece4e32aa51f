"""`huiliu demo`: read `run`, then `plan`, `login`, `processes` and `ports`."""

"""Accounts: `organisations`, `users`, `api_keys`, and `privacy` (a person's data exported or erased)."""

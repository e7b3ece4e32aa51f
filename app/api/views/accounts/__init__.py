"""Views of accounts: the caller's own account, users, API keys and the organisation."""

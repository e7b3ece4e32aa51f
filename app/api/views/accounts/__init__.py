"""Views of accounts: the own one, those of people, API keys, and the organisation."""

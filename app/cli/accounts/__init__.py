"""`huiliu user` (accounts and API keys) and `huiliu people` (personal data)."""

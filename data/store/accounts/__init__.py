"""Organisations and who may act for them: users, sessions, API keys, and what they did.

Read `organisations` and `users` first, then `sessions`, `api_keys`, `passwords` and `failed_sign_ins`;
`audit` records who changed what.
"""

"""Organisations, users, sessions, API keys and the audit trail.

Read `organisations` and `users` first, then `sessions`, `api_keys`, `passwords` and `failed_sign_ins`;
`audit` records who changed what.
"""

"""Authentication and authorisation of views.

Read `access` (audiences, the account of a request, CSRF), `sign_in` (passwords, sessions, API keys),
`driver_tokens` (signed links), `rate_limits`, then what the factory installs: `secret_key`,
`security_headers`, `setup_code`.
"""

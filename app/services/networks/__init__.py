"""Road networks in the web process.

Read `open_networks` (graphs opened once per process), `tiles` (vector tiles drawn from them), `closures`
(roads closed for a while), then `visibility` (which networks an organisation may see).
"""

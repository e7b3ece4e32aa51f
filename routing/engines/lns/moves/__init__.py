"""Changes of routes.

`ruin` removes, `recreate` inserts (`insert_plain`, `insert_rich`, `insert_pair`, `insert_chain`,
`charging`), `polish` does what those two cannot. All change routes through `routes` and `positions`, which
take `snapshots` first.
"""

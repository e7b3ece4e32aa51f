"""A customizable contraction hierarchy with many-to-many tables, in compiled kernels.

Read the modules in this order: `flow` and `ordering` (where to cut), `elimination` (what to contract),
`customising` (what it costs today), `tables` and `paths` (queries), then `storing`, `preparing` and
`cch_engine` (the face that the rest of `network` sees). Importing this package imports no kernel.
"""

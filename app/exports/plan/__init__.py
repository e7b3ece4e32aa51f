"""A plan as files.

Read `printable` (the plan in one language, sanitized), then what is made from it: `tables` (XLSX, CSV),
`map_files` (GeoJSON, GPX), `route_map`, `sheet_rows` and `route_sheets` (PDF). `files` chooses among them.
"""

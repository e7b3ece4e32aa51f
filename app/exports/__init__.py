"""Plans and coverage studies as files: PDF, XLSX, CSV, GeoJSON and GPX.

Read `sanitize` and `words`, then `plan` and `study`; `pdf` draws for both. Nothing here imports Flask.
"""

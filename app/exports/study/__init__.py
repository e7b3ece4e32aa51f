"""A coverage study as files: GeoJSON and `workbook` from `tables`, PDF from `sheet` and `sheet_map`."""

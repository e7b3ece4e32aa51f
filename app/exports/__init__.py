"""A plan for paper and for other programs: route sheets, tables, lines on a map."""

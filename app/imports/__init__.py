"""Import of tables from CSV or XLSX: an adapter between the cells of a file and `app.services`.

A file becomes a `Table` of text (`tables`, which `workbook_scan` protects from oversized workbooks); `cells`
and `columns` read its cells into records; `requests`, `sites`, `vehicles` and `drivers` turn the records of
one kind into inputs of the services and locate the faults at rows and columns (`result`); `run` puts this
together, `preview` does it without storing, `templates` writes the workbooks to fill in or to correct.
`study_places` reads the places of a coverage study. Imports `app.services` and, of `app.exports`, the
functions that sanitize text in a workbook.
"""

"""People's tables in, from CSV or XLSX: good rows kept, bad rows named."""

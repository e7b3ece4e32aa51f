"""Commands on problem files, without a database: `solve` and `check`, `calendar`, `why`."""

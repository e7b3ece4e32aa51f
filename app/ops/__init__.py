"""Operation of an installation: `doctor` finds problems, `demo` runs everything on sample data."""

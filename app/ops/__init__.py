"""Running an installation: `doctor` looks for what is wrong, `demo` starts everything on sample data."""

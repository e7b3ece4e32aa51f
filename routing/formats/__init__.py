"""File formats: each reads into, or writes from, the domain types, and knows no search."""

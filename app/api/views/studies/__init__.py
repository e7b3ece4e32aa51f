"""Views of coverage studies and their scenarios."""

"""PDF pages: `fonts` finds a Chinese typeface, `canvas` draws, `background` and `map` show roads."""

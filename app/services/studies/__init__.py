"""Coverage studies as the web works with them: made, looked at again, exported, put into operation."""

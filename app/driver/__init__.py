"""The driver's mobile pages: a signed link, a day that is whole without signal, and reports."""

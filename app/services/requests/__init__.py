"""Pickup requests: entered, changed, cancelled and found.

Read `inputs` (what a request is entered as) and `rules` (what is wrong with one) first, then `references`
and `rows` (the stored objects that an input names, and the columns it comes to), `enter`, `change` and
`find`. The rules of place and goods hold for weekly requests (`app.services.recurring`) too. A fault's
`where` is a path of the input, as ``items[2].kg``; forms and tables translate it into their own terms.
"""

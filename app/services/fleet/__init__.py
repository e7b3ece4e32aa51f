"""The recycling network as entered by users: sites, vehicles, drivers and days off.

Each module has what one object is entered as, the rules it keeps, entering many of them (a table) and
saving one (a form). `rows` is what they share: objects by reference.
"""

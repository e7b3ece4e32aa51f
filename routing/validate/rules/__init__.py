"""Rules of a well-posed problem: one function per rule, which yields every fault with its JSON path.

`identity` (ids), `references` (what one part names of another), `numbers`, `times`, `facilities`, `locks`,
`matrices`. The docstring of each rule begins with its code.
"""

"""Faults of a problem: one function per rule, each yielding every fault it finds with its JSON path."""

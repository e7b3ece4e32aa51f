"""Messages of the word catalogue in the language of the request."""

from __future__ import annotations

from app.language import language
from data.domain.errors import Fault
from data.words import catalogue
from data.words.catalogue import HTML_LANGUAGE, Value, fault_texts, has_word


def word(key: str, **values: Value) -> str:
    """Return a message of the word catalogue in the language of this request."""
    return catalogue.word(language(), key, **values)


def fault_sentence(fault: Fault) -> tuple[str, str]:
    """Return cause and action of a fault for a page, and their HTML language."""
    cause, action = fault_texts(language(), fault)
    # Chinese sentences follow one another without a space.
    return (cause + action if language() == "zh" else f"{cause} {action}"), HTML_LANGUAGE[language()]


def fault_title(status: int) -> str:
    """Return the heading of an error page."""
    key = f"page-fault-{status}"
    return word(key if has_word(language(), key) else "page-fault-other")

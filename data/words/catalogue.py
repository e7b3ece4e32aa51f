"""Messages of the word catalogue, formatted in one of its languages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from data.domain.errors import Fault

LANGUAGES: Final = ("zh", "en")
DEFAULT_LANGUAGE: Final = "zh"
HTML_LANGUAGE: Final = {"zh": "zh-CN", "en": "en"}
FOLDER: Final = Path(__file__).parent

Value = str | int | float

# Texts are inserted after formatting: Fluent refuses placeables of more than 1,000 characters, and users
# enter longer notes. A Unicode noncharacter, which no stored text contains, marks their places.
_MARK: Final = "\ufdd0"
_MARKED: Final = re.compile(f"{_MARK}\\d+{_MARK}")


@cache
def bundle(language: str) -> FluentBundle:
    """All messages of one language, parsed once per process.

    Raises
    ------
    ValueError
        The catalogue has no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no words in language {language!r}; there are {', '.join(LANGUAGES)}")
    # Direction marks around values would appear in CSV files and PDF pages.
    messages = FluentBundle([HTML_LANGUAGE[language]], use_isolating=False)
    for path in sorted((FOLDER / language).glob("*.ftl")):
        messages.add_resource(FluentResource(path.read_text("utf-8")))
    return messages


def has_word(language: str, key: str) -> bool:
    """Return whether the catalogue has a message of this name."""
    return bool(bundle(language).has_message(key))


def word(language: str, key: str, /, **values: Value) -> str:
    """Return a message with its variables filled in.

    Numbers choose plural forms and are written without grouping; format amounts before passing them.

    Raises
    ------
    KeyError
        There is no such message, or a variable of it has no value.
    """
    return _format(language, key, None, values)


def action_word(language: str, code: str, /, **values: Value) -> str:
    """Return the action of an error code.

    Raises
    ------
    KeyError
        The catalogue has no such code.
    """
    return _format(language, code, "action", values)


def fault_texts(language: str, fault: Fault) -> tuple[str, str]:
    """Return cause and action of a fault in a language.

    English is the fault's own text, which names the offending value; other languages have the catalogue's
    text of its code.

    Raises
    ------
    KeyError
        The catalogue has no such code.
    """
    if language == "en":
        return fault.cause, fault.action
    return word(language, fault.code), action_word(language, fault.code)


def _format(language: str, key: str, attribute: str | None, values: dict[str, Value]) -> str:
    messages = bundle(language)
    if not messages.has_message(key):
        raise KeyError(f"{language}: no message {key!r}")
    message = messages.get_message(key)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        raise KeyError(f"{language}: message {key!r} has no {attribute or 'value'}")
    texts = {f"{_MARK}{n}{_MARK}": each for n, each in enumerate(values.values()) if isinstance(each, str)}
    marks = iter(texts)
    given = {
        name: next(marks) if isinstance(value, str) else fluent_number(value, useGrouping=False)
        for name, value in values.items()
    }
    text, errors = messages.format_pattern(pattern, given)
    if errors:
        raise KeyError(f"{language}: message {key!r}: {errors[0]}")
    return _MARKED.sub(lambda mark: texts[mark[0]], str(text))

"""One catalogue of words: the same messages in every language, each in that language."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from data.domain.errors import Fault
from data.words.catalogue import LANGUAGES, action_word, bundle, fault_texts, has_word, word
from tests.factories.words import Entry, entries

Catalogue = dict[str, dict[tuple[str, str], Entry]]
HAN = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return {
        language: {(entry.key, entry.attribute): entry for entry in entries(language)}
        for language in LANGUAGES
    }


def test_every_language_has_the_same_messages(catalogue: Catalogue) -> None:
    assert set(catalogue["zh"]) ^ set(catalogue["en"]) == set()


def test_every_language_keeps_a_message_in_the_same_file(
    catalogue: Catalogue,
) -> None:
    moved = [key for key, entry in catalogue["zh"].items() if catalogue["en"][key].file != entry.file]
    assert moved == []


def test_every_language_fills_in_the_same_variables(
    catalogue: Catalogue,
) -> None:
    """Where English has a plural, Chinese may do without the number."""
    differ = []
    for key, chinese in catalogue["zh"].items():
        english = catalogue["en"][key]
        if not chinese.variables <= english.variables <= chinese.variables | english.selectors:
            differ.append(key)
    assert differ == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_defined_once(language: str) -> None:
    counted = Counter((entry.key, entry.attribute) for entry in entries(language))
    assert [key for key, times in counted.items() if times > 1] == []


class TestErrorCodes:
    def test_every_code_has_a_cause_and_an_action_in_each_language(self, catalogue: Catalogue) -> None:
        for language in LANGUAGES:
            codes = {key for key, _attribute in catalogue[language] if re.fullmatch(r"[A-Z]\d{3}", key)}
            assert len(codes) > 300
            assert {
                code for code in codes if not word(language, code) or not action_word(language, code)
            } == set()

    def test_chinese_texts_are_chinese_sentences(self, catalogue: Catalogue) -> None:
        texts = {key: entry.text for key, entry in catalogue["zh"].items() if entry.file == "errors.ftl"}
        assert {key: text for key, text in texts.items() if not HAN.search(text) or text[-1] != "。"} == {}

    def test_english_texts_are_english_sentences(self, catalogue: Catalogue) -> None:
        texts = {key: entry.text for key, entry in catalogue["en"].items() if entry.file == "errors.ftl"}
        assert {key: text for key, text in texts.items() if HAN.search(text) or text[-1] != "."} == {}

    def test_a_fault_is_told_in_the_language_of_the_reader(self) -> None:
        fault = Fault("S321", "Wang changed it.", "Load it again.", "plan 7")
        assert fault_texts("en", fault) == ("Wang changed it.", "Load it again.")
        cause, action = fault_texts("zh", fault)
        assert HAN.search(cause)
        assert HAN.search(action)


class TestAsking:
    def test_an_unknown_message_is_an_error(self) -> None:
        assert not has_word("en", "no-such-message")
        with pytest.raises(KeyError, match="no-such-message"):
            word("en", "no-such-message")

    def test_a_long_text_is_filled_in_whole_and_as_it_is(self) -> None:
        note = "{ $note } %d " * 1000
        assert word("en", "export-note", note=note) == f"Note: {note}"

    def test_a_missing_value_is_an_error(self) -> None:
        with pytest.raises(KeyError, match="note"):
            word("en", "export-note")

    def test_an_unknown_language_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="'fr'"):
            bundle("fr")

    def test_a_single_thing_is_told_in_the_singular(self) -> None:
        assert word("en", "export-stops-count", n=1) == "1 stop"
        assert word("en", "export-stops-count", n=1200) == "1200 stops"
        assert word("en", "import-doneBad", bad=1).startswith("1 row has a fault and is not in.")
        assert word("en", "import-doneBad", bad=2).startswith("2 rows have a fault and are not in.")
        counts = {"imported": 0, "updated": 0, "unchanged": 0, "bad": 1}
        assert word("en", "import-would", rows=1, **counts).startswith("1 row: 0 new")

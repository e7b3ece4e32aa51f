"""Read named rule sets from TOML files, so that rules of a plan change without code."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from data.catalogue.tables import FOLDER
from data.domain.errors import Fault, InputError, NotFoundError
from data.domain.materials import CONDITIONS, LOAD_TYPES
from data.domain.problem import LoadCap, Rest
from data.domain.rule_sets import (
    CertificateRule,
    IncompatibleRule,
    LoadCapRule,
    Provenance,
    RefusalRule,
    RestRule,
    RuleKind,
    RuleSet,
)

DEFAULT_RULE_SET = "cn-2026"
_FOLDER = FOLDER / "rule_sets"
_SECTIONS = ("rest", "incompatible", "load_caps", "certificates", "refusals")
_ACTION = "Correct the rule set."
Table = Mapping[str, Any]
T = TypeVar("T")


def rule_set_names() -> tuple[str, ...]:
    """Return the names of the rule sets shipped with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def rule_set(name: str = DEFAULT_RULE_SET) -> RuleSet:
    """Return the rule set with that name.

    Raises
    ------
    NotFoundError
        S404: there is no such rule set.
    """
    if name not in rule_set_names():
        action = f"Use one of {', '.join(rule_set_names())}."
        raise NotFoundError(Fault("S404", f"There is no rule set {name!r}.", action, "rule set"))
    return read_rule_set(_FOLDER / f"{name}.toml")


def read_rule_set(path: Path) -> RuleSet:
    """Read a rule set; its name is the file's.

    Raises
    ------
    InputError
        S405: invalid rules (one fault each, with section and id), or a file that is not TOML.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            Fault("S405", f"The rule set cannot be read: {error}.", _ACTION, path.name)
        ) from error
    reader = _Reader(path.name)
    unknown = sorted(set(document) - {"title_zh", "title_en", "end_empty", *_SECTIONS})
    for key in unknown:
        reader.refuse(key, "there is no such section")
    rest = list(reader.rules(document, "rest", _rest))
    result = RuleSet(
        name=path.stem,
        title_zh=str(document.get("title_zh", path.stem)),
        title_en=str(document.get("title_en", path.stem)),
        rest=rest[0] if rest else None,
        end_empty=bool(document.get("end_empty", True)),
        incompatible=tuple(reader.rules(document, "incompatible", _incompatible)),
        load_caps=tuple(reader.rules(document, "load_caps", _load_cap)),
        certificates=tuple(reader.rules(document, "certificates", _certificate)),
        refusals=tuple(reader.rules(document, "refusals", _refusal)),
    )
    if len(rest) > 1:
        reader.refuse("rest", "only one driving rest is allowed")
    ids = [provenance.id for provenance in result.provenances()]
    for twice in sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1}):
        reader.refuse(twice, "the id occurs twice")
    if reader.faults:
        raise InputError(reader.faults)
    return result


class _Reader:
    """Collects the faults of one file while its sections are read."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self.faults: list[Fault] = []

    def refuse(self, what: str, cause: str) -> None:
        where = f"{self.file_name} {what}"
        self.faults.append(Fault("S405", f"A rule is invalid: {cause}.", _ACTION, where))

    def rules(self, document: Table, section: str, build: Callable[[Table], T]) -> Iterator[T]:
        tables = document.get(section, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.refuse(section, "expected an array of tables")
            return
        for position, table in enumerate(tables, start=1):
            try:
                yield build(table)
            except (KeyError, ValueError, TypeError) as error:
                cause = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
                self.refuse(f"{section}[{position}] ({table.get('id', 'no id')})", cause)


def _provenance(table: Table) -> Provenance:
    for key in ("id", "jurisdiction", "source", "status"):
        if not str(table[key]).strip():
            raise ValueError(f"{key} is empty")
    if table["kind"] not in ("law", "operator"):
        raise ValueError(f"kind is {table['kind']!r}, expected law or operator")
    return Provenance(
        id=str(table["id"]),
        kind=cast(RuleKind, table["kind"]),
        jurisdiction=str(table["jurisdiction"]),
        source=str(table["source"]),
        status=str(table["status"]),
    )


def _rest(table: Table) -> RestRule:
    rest = Rest(after_driving_s=_whole(table, "after_driving_s"), duration_s=_whole(table, "duration_s"))
    return RestRule(rest=rest, provenance=_provenance(table))


def _incompatible(table: Table) -> IncompatibleRule:
    first, second = (_load_type(name) for name in table["load_types"])
    return IncompatibleRule(
        load_types=(first, second),
        whole_day=bool(table.get("whole_day", False)),
        provenance=_provenance(table),
    )


def _load_cap(table: Table) -> LoadCapRule:
    cap = LoadCap(
        load_type=_load_type(table["load_type"]), dimension=str(table["dimension"]), max=_whole(table, "max")
    )
    return LoadCapRule(cap=cap, provenance=_provenance(table))


def _certificate(table: Table) -> CertificateRule:
    skills = frozenset(str(skill) for skill in table["skills"])
    if not skills:
        raise ValueError("skills is empty")
    return CertificateRule(
        load_type=_load_type(table["load_type"]),
        conditions=_conditions(table),
        skills=skills,
        provenance=_provenance(table),
    )


def _refusal(table: Table) -> RefusalRule:
    return RefusalRule(
        load_type=_load_type(table["load_type"]),
        conditions=_conditions(table),
        reason_zh=str(table["reason_zh"]),
        reason_en=str(table["reason_en"]),
        provenance=_provenance(table),
    )


def _load_type(name: object) -> str:
    if name not in LOAD_TYPES:
        raise ValueError(f"{name!r} is not a load type; expected one of {', '.join(LOAD_TYPES)}")
    return str(name)


def _conditions(table: Table) -> frozenset[str]:
    conditions = frozenset(str(condition) for condition in table["conditions"])
    if not conditions or not conditions <= set(CONDITIONS):
        raise ValueError(f"conditions must be some of {', '.join(CONDITIONS)}")
    return conditions


def _whole(table: Table, key: str) -> int:
    value = table[key]
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise ValueError(f"{key} is {value!r}, expected a whole number above zero")
    return value

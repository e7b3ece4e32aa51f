"""Named sets of transport rules, each rule with its jurisdiction, source and status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.domain.problem import LoadCap, Rest, Rules

RuleKind = Literal["law", "operator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Origin of a rule.

    Attributes
    ----------
    kind
        ``law``, or ``operator`` for a company's own rule.
    status
        Reliability of the source, as stated by the catalogue.
    """

    id: str
    kind: RuleKind
    jurisdiction: str
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRule:
    """Rest required after a driving time."""

    rest: Rest
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompatibleRule:
    """Two load types that must not be aboard together or, with `whole_day`, share a vehicle in a plan."""

    load_types: tuple[str, str]
    whole_day: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCapRule:
    """Maximum amount of one load type aboard at any time."""

    cap: LoadCap
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRule:
    """Skills that vehicle and crew must have for a load type in some conditions."""

    load_type: str
    conditions: frozenset[str]
    skills: frozenset[str]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRule:
    """Conditions in which a load type is not collected, with instructions for the customer."""

    load_type: str
    conditions: frozenset[str]
    reason_zh: str
    reason_en: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules in force together under one name, such as ``cn-2026``."""

    name: str
    title_zh: str
    title_en: str
    rest: RestRule | None
    end_empty: bool
    incompatible: tuple[IncompatibleRule, ...]
    load_caps: tuple[LoadCapRule, ...]
    certificates: tuple[CertificateRule, ...]
    refusals: tuple[RefusalRule, ...]

    def routing_rules(self) -> Rules:
        """Return the rules along every route, as used by `Problem`."""
        return Rules(
            rest=self.rest.rest if self.rest else None,
            incompatible=tuple(rule.load_types for rule in self.incompatible if not rule.whole_day),
            incompatible_day=tuple(rule.load_types for rule in self.incompatible if rule.whole_day),
            load_caps=tuple(rule.cap for rule in self.load_caps),
            end_empty=self.end_empty,
        )

    def certificates_for(self, load_type: str, condition: str) -> frozenset[str]:
        """Return the skills required of vehicle and crew for a load type in a condition."""
        return frozenset().union(
            *(
                rule.skills
                for rule in self.certificates
                if rule.load_type == load_type and condition in rule.conditions
            )
        )

    def refusal_of(self, load_type: str, condition: str) -> RefusalRule | None:
        """Return the rule that refuses a load type in a condition; None if it may be collected."""
        for rule in self.refusals:
            if rule.load_type == load_type and condition in rule.conditions:
                return rule
        return None

    def provenances(self) -> tuple[Provenance, ...]:
        """Return the origin of each rule, in file order."""
        rest = () if self.rest is None else (self.rest,)
        rules = (*rest, *self.incompatible, *self.load_caps, *self.certificates, *self.refusals)
        return tuple(rule.provenance for rule in rules)

"""Named sets of transport rules, each rule with its jurisdiction, source and status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.domain.problem import LoadCap, Rest, Rules

RuleKind = Literal["law", "operator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a rule comes from.

    Attributes
    ----------
    kind
        ``law``, or ``operator`` for a choice of the company's own.
    status
        How far the source can be relied on, as the catalogue states it.
    """

    id: str
    kind: RuleKind
    jurisdiction: str
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRule:
    """Driving rest."""

    rest: Rest
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompatibleRule:
    """Two load types that are never aboard together or, with `whole_day`, never share a vehicle in a plan."""

    load_types: tuple[str, str]
    whole_day: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCapRule:
    """Most of one load type aboard at any moment."""

    cap: LoadCap
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRule:
    """Skills that vehicle and crew must hold for a load type in some conditions."""

    load_type: str
    conditions: frozenset[str]
    skills: frozenset[str]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRule:
    """Conditions in which a load type enters no route, and what to tell people instead."""

    load_type: str
    conditions: frozenset[str]
    reason_zh: str
    reason_en: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules that hold together under one name, such as ``cn-2026``."""

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
        """The rules that hold along every route, as a `Problem` states them."""
        return Rules(
            rest=self.rest.rest if self.rest else None,
            incompatible=tuple(rule.load_types for rule in self.incompatible if not rule.whole_day),
            incompatible_day=tuple(rule.load_types for rule in self.incompatible if rule.whole_day),
            load_caps=tuple(rule.cap for rule in self.load_caps),
            end_empty=self.end_empty,
        )

    def certificates_for(self, load_type: str, condition: str) -> frozenset[str]:
        """Skills that a load type in a condition asks of vehicle and crew."""
        return frozenset().union(
            *(
                rule.skills
                for rule in self.certificates
                if rule.load_type == load_type and condition in rule.conditions
            )
        )

    def refusal_of(self, load_type: str, condition: str) -> RefusalRule | None:
        """The rule that keeps a load type in a condition out of every route; None where it may travel."""
        for rule in self.refusals:
            if rule.load_type == load_type and condition in rule.conditions:
                return rule
        return None

    def provenances(self) -> tuple[Provenance, ...]:
        """Where each rule comes from, in the order of the file."""
        rest = () if self.rest is None else (self.rest,)
        rules = (*rest, *self.incompatible, *self.load_caps, *self.certificates, *self.refusals)
        return tuple(rule.provenance for rule in rules)

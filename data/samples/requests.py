"""Kinds of synthetic pickup requests, with items, time windows and priority."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.domain.materials import Condition, RequestItem
from data.domain.problem import Window

_H = 3600
DAY: Window = (8 * _H, 18 * _H)
MORNING: Window = (8 * _H, 12 * _H)
AFTERNOON: Window = (13 * _H, 17 * _H + 1800)
OFFICE = ((9 * _H, 11 * _H + 1800), (14 * _H, 17 * _H))
SLOTS: tuple[tuple[Window, ...], ...] = (
    (MORNING,),
    (AFTERNOON,),
    (DAY,),
    ((9 * _H, 11 * _H),),
    ((15 * _H, 18 * _H),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestKind:
    """A kind of request.

    Attributes
    ----------
    share
        Weight in the random choice of a kind.
    choice
        Material, smallest and largest quantity; `lines` of them are drawn.
    always
        Items of every such request.
    hours
        One entry is drawn; each is a set of windows.
    at_site
        Kind of site from which such requests come while there are any left.
    """

    name_zh: str
    urban: bool
    share: float = 0.0
    choice: tuple[tuple[str, int, int], ...] = ()
    lines: tuple[int, int] = (1, 1)
    always: tuple[RequestItem, ...] = ()
    hours: tuple[tuple[Window, ...], ...] = ((DAY,),)
    priority: int = 50
    at_site: str = ""
    note: str = ""

    def items(self, rng: np.random.Generator) -> tuple[RequestItem, ...]:
        """Draw the items of one request of this kind."""
        count = int(rng.integers(self.lines[0], self.lines[1] + 1)) if self.choice else 0
        picked = (
            rng.choice(len(self.choice), size=min(count, len(self.choice)), replace=False) if count else ()
        )
        drawn = (self.choice[k] for k in picked)
        return (
            *self.always,
            *(
                RequestItem(material=ref, quantity=int(rng.integers(low, high + 1)))
                for ref, low, high in drawn
            ),
        )

    def windows(self, rng: np.random.Generator) -> tuple[Window, ...]:
        """Draw the windows of one request of this kind."""
        return self.hours[int(rng.integers(len(self.hours)))]


_WHITE_GOODS = (
    ("fridge", 1, 1), ("washing_machine", 1, 1), ("tv_flat", 1, 2), ("electric_water_heater", 1, 1),
    ("range_hood", 1, 1), ("microwave", 1, 1),
)  # fmt: skip
_OFFICE_GOODS = (
    ("desktop", 2, 8),
    ("monitor_lcd", 2, 8),
    ("printer", 1, 3),
    ("laptop", 1, 6),
    ("telephone", 2, 8),
)
_LOW_VALUE = (
    ("cardboard", 4, 14),
    ("pet", 3, 12),
    ("glass", 2, 6),
    ("textiles", 2, 6),
    ("plastic_film", 2, 5),
)

_CAR = RequestItem(material="scrapped_car", quantity=1)

KINDS: tuple[RequestKind, ...] = (
    RequestKind(name_zh="居民", urban=True, share=26, choice=_WHITE_GOODS, lines=(2, 4), hours=SLOTS),
    RequestKind(
        name_zh="居民空调", urban=True, share=6, choice=(("air_conditioner", 1, 1),), hours=SLOTS
    ),
    RequestKind(
        name_zh="机关单位", urban=True, share=12, choice=_OFFICE_GOODS, lines=(3, 5), hours=(OFFICE,),
        priority=60,
    ),
    RequestKind(
        name_zh="电动车行", urban=True, share=8, choice=(("ebike_pack", 3, 12),), priority=70,
        hours=((DAY,), (MORNING,)),
    ),
    RequestKind(
        name_zh="手机维修店", urban=True, share=4, lines=(1, 2), priority=60, hours=((AFTERNOON,), (DAY,)),
        choice=(("phone_battery", 20, 60), ("laptop_battery", 4, 15)),
    ),
    RequestKind(
        name_zh="社区回收点", urban=True, share=14, choice=_LOW_VALUE, lines=(2, 4), priority=40,
        at_site="collection_point",
    ),
    RequestKind(
        name_zh="村级回收点", urban=False, share=13, lines=(2, 4), priority=55, at_site="township_point",
        choice=(*_LOW_VALUE, ("scrap_metal", 1, 4)),
    ),
    RequestKind(
        name_zh="村民", urban=False, share=14, choice=(*_WHITE_GOODS, ("tv_crt", 1, 2)), lines=(2, 4),
        hours=(*SLOTS, (DAY,)), priority=45,
    ),
    RequestKind(
        name_zh="乡镇电动车行", urban=False, share=3, choice=(("ebike_pack", 2, 8),), priority=65
    ),
)  # fmt: skip
"""What requests are of, apart from `special_requests`."""


def special_requests() -> tuple[RequestKind, ...]:
    """Return requests that each demonstrate a rule: certificates, refusal, a flatbed, a heavy pack."""
    return (
        _battery("鼓包电池", "ebike_pack", 2, "damaged", "电池鼓包"),
        _battery("无法判定电池", "ebike_pack", 3, "undiagnosable", "进水,无法判定"),
        _battery("危险电池", "ebike_pack", 1, "critical", "冒烟后降温,先现场处置"),
        RequestKind(name_zh="报废小汽车", urban=True, always=(_CAR,), priority=60),
        _battery("动力电池模组", "traction_module", 4, "intact", "拆自物流车"),
        _battery("破损电池", "power_tool_pack", 6, "damaged", "外壳破裂"),
        RequestKind(name_zh="乡镇报废车", urban=False, always=(_CAR,), priority=50),
        RequestKind(
            name_zh="复印店",
            urban=True,
            always=(RequestItem(material="copier", quantity=1),),
            hours=((MORNING,),),
        ),
    )


def _battery(name: str, material: str, quantity: int, condition: Condition, note: str) -> RequestKind:
    return RequestKind(
        name_zh=name,
        urban=True,
        always=(RequestItem(material=material, quantity=quantity, condition=condition),),
        priority=85,
        note=note,
    )

"""Models of road closures in the API."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from app.schemas.common import Answer, Latitude, Longitude

Kind = Literal["closed", "slowed", "limited"]
Shape = Literal["road", "stretch", "area"]
Position = tuple[Longitude, Latitude]
MOST_POINTS = 500
_LEAST_POINTS = {"road": 1, "stretch": 2, "area": 3}


class ClosureIn(BaseModel):
    """A closure, slowdown or limit of a piece of road."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    kind: Kind
    shape: Annotated[
        Shape,
        Field(
            description="`road`: the road nearest to the one point, between two junctions. `stretch`: the "
            "fastest way over the points, in their order. `area`: every road that touches the polygon."
        ),
    ]
    at: Annotated[list[Position], Field(min_length=1, max_length=MOST_POINTS)]
    both_directions: Annotated[bool, Field(description="Of a road or stretch; an area is both.")] = True
    factor: Annotated[
        float | None, Field(gt=0, lt=1, description="Slowed: what is left of the usual speed.")
    ] = None
    limit_kph: Annotated[float | None, Field(gt=0, le=200, description="Limited: the fastest driven.")] = None
    from_: Annotated[
        AwareDatetime | None, Field(alias="from", description="With an offset; null: it holds already.")
    ] = None
    to: Annotated[AwareDatetime | None, Field(description="With an offset; null: until further notice.")] = (
        None
    )
    note: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.factor is not None) != (self.kind == "slowed"):
            raise ValueError("factor is required for kind slowed, and only for it")
        if (self.limit_kph is not None) != (self.kind == "limited"):
            raise ValueError("limit_kph is required for kind limited, and only for it")
        least = _LEAST_POINTS[self.shape]
        if len(self.at) < least or (self.shape == "road" and len(self.at) > 1):
            raise ValueError(
                f"at: a {self.shape} takes {'one point' if least == 1 else f'{least} points or more'}"
            )
        if self.from_ is not None and self.to is not None and self.to <= self.from_:
            raise ValueError("to: it ends before it starts")
        return self


class ClosureOut(Answer):
    """A closure and the roads that it affects."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    id: str
    kind: Kind
    shape: Shape
    at: list[Position]
    both_directions: bool
    factor: float | None
    limit_kph: float | None
    from_: Annotated[str | None, Field(alias="from")]
    to: str | None
    note: str
    lines: Annotated[list[list[Position]], Field(description="The roads touched, one line each, for a map.")]

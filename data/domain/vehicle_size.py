"""Mass and dimensions of a vehicle, for comparison with road signs."""

from __future__ import annotations

from dataclasses import dataclass, fields

from data.domain.errors import Fault, InputError

MOST = {"mass_t": 100.0, "height_m": 6.0, "width_m": 5.0, "length_m": 40.0, "axleload_t": 30.0}
"""Beyond these a figure is a slip: a unit, or a missing decimal point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleSize:
    """Dimensions of one vehicle; None takes those of its profile.

    Attributes
    ----------
    mass_t
        Gross mass: the vehicle with its maximum load.
    axleload_t
        Load of the heaviest axle.

    Raises
    ------
    InputError
        N328: one fault for each figure that is not above 0 or exceeds `MOST`.
    """

    mass_t: float | None = None
    height_m: float | None = None
    width_m: float | None = None
    length_m: float | None = None
    axleload_t: float | None = None

    def __post_init__(self) -> None:
        faults = [
            Fault(
                "N328",
                f"A vehicle has no {name} of {value:g}.",
                f"Give more than 0 and at most {MOST[name]:g}: tonnes and metres.",
                name,
            )
            for name, value in self.given().items()
            if not 0 < value <= MOST[name]
        ]
        if faults:
            raise InputError(faults)

    def given(self) -> dict[str, float]:
        """Return the known figures by name."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if value is not None}


USUAL_SIZE = VehicleSize()

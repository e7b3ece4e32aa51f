"""State of charge of an electric vehicle along a route, in metres driven since the last charge."""

from __future__ import annotations

from data.domain.problem import Vehicle

UNLIMITED_M = 1 << 60


class Battery:
    """Metres driven since the last charge, and the duration of the next one.

    Attributes
    ----------
    range_m
        Range of a full battery; `UNLIMITED_M` for a vehicle that need not charge.
    """

    def __init__(self, vehicle: Vehicle) -> None:
        self.range_m = UNLIMITED_M if vehicle.range_m is None else vehicle.range_m
        self.recharge_s = vehicle.recharge_s
        self.used_m = vehicle.underway.used_m

    def drive(self, distance_m: int) -> int:
        """Consume `distance_m` and return the metres beyond the range; 0 if the battery lasts."""
        self.used_m += distance_m
        return max(0, self.used_m - self.range_m)

    def charge(self) -> int:
        """Charge to full and return the seconds it takes."""
        seconds = charging_s(self.recharge_s, self.range_m, self.used_m)
        self.used_m = 0
        return seconds


def charging_s(recharge_s: int, range_m: int, used_m: int) -> int:
    """Seconds to charge to full after `used_m` metres: in proportion to the range, rounded up."""
    return -(-recharge_s * used_m // range_m)

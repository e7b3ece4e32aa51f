"""What a vehicle's battery has given since it was full, along a route."""

from __future__ import annotations

from data.domain.problem import Vehicle

BOUNDLESS_M = 1 << 60


class Battery:
    """Metres driven since the last charge, and what a charge then takes.

    Attributes
    ----------
    range_m
        Of a full battery; boundless where the vehicle has no need to charge.
    """

    def __init__(self, vehicle: Vehicle) -> None:
        self.range_m = BOUNDLESS_M if vehicle.range_m is None else vehicle.range_m
        self.recharge_s = vehicle.recharge_s
        self.used_m = vehicle.underway.used_m

    def drive(self, distance_m: int) -> int:
        """Drive on; answers by how many metres the battery then falls short, 0 where it lasts."""
        self.used_m += distance_m
        return max(0, self.used_m - self.range_m)

    def charge(self) -> int:
        """Fill the battery; answers the seconds that takes."""
        seconds = charging_s(self.recharge_s, self.range_m, self.used_m)
        self.used_m = 0
        return seconds


def charging_s(recharge_s: int, range_m: int, used_m: int) -> int:
    """Seconds to fill a battery that drove `used_m` of its range, in proportion, rounded up."""
    return -(-recharge_s * used_m // range_m)

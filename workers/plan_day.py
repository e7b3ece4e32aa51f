"""placeholder while roads and routing land"""


def plan_day(plan_id: str, attempt: int) -> None: ...

"""Results in their JSON form (PM-29, SM-4, EX-6 to EX-8)."""

from .arithmetic import Failure

INDICES = ("worstScenarioInitial", "worstScenarioMaintenance", "index")


def encode_result(value):
    """A record of integers as an object of decimal strings; indices stay numbers."""
    if isinstance(value, list):
        return [encode_result(element) for element in value]
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Failure):
        return encode_failure(value.name)
    members = vars(value).items()
    return {name: part if name in INDICES else encode_result(part) for name, part in members}


def encode_failure(name):
    return {"name": name, "message": f"the computation fails with {name}"}

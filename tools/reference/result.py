"""Results in their JSON form (PM-29, SM-4)."""

INDICES = ("worstScenarioInitial", "worstScenarioMaintenance")


def encode_result(value):
    """A record of integers as an object of decimal strings; indices stay numbers."""
    if isinstance(value, list):
        return [encode_result(element) for element in value]
    if isinstance(value, int):
        return str(value)
    members = vars(value).items()
    return {name: part if name in INDICES else encode_result(part) for name, part in members}

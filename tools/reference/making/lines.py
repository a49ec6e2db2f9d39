"""Cases as lines of JSON, with what the reference computes for them."""

import json


class Count(int):
    """An integer that JSON writes as a number."""


def texts(value):
    """Integers as decimal strings, everything else as it is."""
    if isinstance(value, dict):
        return {name: texts(member) for name, member in value.items()}
    if isinstance(value, list):
        return [texts(element) for element in value]
    if isinstance(value, Count):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def computed_lines(cases, calculate):
    """One line for each case, completed with `arranged` where there is one and `expected`."""
    lines = []
    for number, case in enumerate(cases):
        case = {"id": number, **texts(case)}
        outcome = calculate(compact(case))
        if outcome.arranged is not None:
            case["arranged"] = outcome.arranged
        case["expected"] = outcome.expected_form()
        lines.append(compact(case))
    return "\n".join(lines) + "\n"


def function_file(signature, cases):
    """A function file from (arguments, note) pairs."""
    from ..arithmetic import Failure
    from ..functions import call, find_function

    function, types = find_function(signature)
    lines = []
    for arguments, note in cases:
        inputs = [str(int(argument)) for argument in arguments]
        case = {"in": inputs}
        try:
            case["out"] = call(function, types, inputs)
        except Failure as failure:
            case["revert"] = failure.name
        case["note"] = note
        lines.append(json.dumps(case, ensure_ascii=False))
    body = ",\n".join(lines)
    return f'{{"function": {json.dumps(signature)},\n"cases": [\n{body}\n]}}\n'

"""Vector files of 09: what a line asks for, and what it must give.

A line has `id`, `note`, `line` (JS-4) and `changes` and `solve` as the command line spells
them; where a second parameter set is compared, `second` with its `params` and `scenarios`.
`expected` is the whole result with EX-7 but for words: `bindingScenario.name` and the
messages of errors.
"""

import json

from .calculate import asked, calculate_asked
from .document import Refused, decode, parse
from .instruments import Malformed
from .portfolio import PARAMETERS, SCENARIOS

NAMES = {"id", "note", "line", "changes", "solve", "second", "expected"}


def expected_of(case):
    """The `expected` of a case given as plain JSON."""
    ask = asked(
        explain=True, changes=case["changes"], questions=case["solve"],
        second=decode_set(case["second"]) if "second" in case else None)
    outcome = calculate_asked(json.dumps(case["line"]), ask)
    if outcome.failure:
        return {"error": {"name": outcome.failure}}
    return without_words(outcome.result)


def decode_set(value):
    """A parameter set (JS-5, JS-6)."""
    return decode({"params": PARAMETERS, "scenarios": SCENARIOS}, parse(json.dumps(value)))


def without_words(result):
    del result["bindingScenario"]["name"]
    for size in result.get("solved", {}).get("size", []):
        if "error" in size:
            del size["error"]["message"]
    return result


def outcome_of(case):
    """What a line gives, or why it cannot be computed."""
    if set(case) | {"second"} != NAMES:
        return {"members": sorted(case)}
    try:
        return expected_of(case)
    except (Refused, Malformed) as refused:
        return {"refused": str(refused)}

"""Checking vector files: every difference with its case, its field and both values.

A `.json` file is a function file or a trace. A `.jsonl` file has a case a line; what a line is, its
members say (JS-13): `changes` (09), `plan` or `rule` (23), `curve`,
`realised`, `level` or `parameters` (26), `refused` (input that must be refused), `params.markets`
(standard model), or a line of the portfolio model.
"""

import json

from . import adaptive
from .arithmetic import Failure
from .calculate import calculate_portfolio, calculate_standard
from .clearing.trace import check_clearing_trace, is_clearing_trace
from .document import Refused, parse, plain
from .explained_vectors import outcome_of
from .functions import call, find_function
from .graduated_check import plan_outcome, rate_outcome
from .traces import check_trace, is_trace

ABSENT = "(absent)"


class Report:
    """Counts and differences of one file."""

    def __init__(self, name):
        self.name = name
        self.cases = 0
        self.differences = []

    def add(self, case, field, expected, got):
        self.differences.append((case, field, expected, got))

    def lines(self):
        for case, field, expected, got in self.differences:
            yield f"{self.name}: case {case}: {field}: expected {expected}, got {got}"
        yield f"{self.name}: {self.cases} cases, {len(self.differences)} differences"


def check_file(path):
    report = Report(path)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    try:
        if path.endswith(".jsonl"):
            check_lines(text, report)
        else:
            check_function_file(text, report)
    except Refused as refused:
        report.add("-", refused.path, "a vector file", f"refused: {refused}")
    if report.cases == 0 and not report.differences:
        report.add("-", "cases", "at least one", "none")
    return report


def check_function_file(text, report):
    value = plain(parse(text))
    if is_clearing_trace(value):
        check_clearing_trace(value, report, compare)
        return
    if is_trace(value):
        check_trace(value, report, compare)
        return
    if not isinstance(value, dict) or set(value) - {"function", "cases", "note"}:
        raise Refused("", "unknown", "not a function file")
    function, types = find_function(value["function"])
    for index, case in enumerate(value["cases"]):
        report.cases += 1
        check_function_case(function, types, case, index, report)


def check_function_case(function, types, case, index, report):
    unknown = set(case) - {"in", "out", "revert", "note", "id"}
    if unknown or ("out" in case) == ("revert" in case):
        report.add(index, "expected", "either out or revert", "; ".join(sorted(case)))
        return
    try:
        got = {"out": call(function, types, case["in"])}
    except Failure as failure:
        got = {"revert": failure.name}
    except Refused as refused:
        got = {"refused": str(refused)}
    expected = {name: case[name] for name in ("out", "revert") if name in case}
    compare(expected, got, "", index, report)


def check_lines(text, report):
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        report.cases += 1
        try:
            case = plain(parse(line))
            check_line(line, case, case.get("id", f"line {number}"), report)
        except Refused as refused:
            report.add(f"line {number}", refused.path, "a case", f"refused: {refused}")


def check_line(text, case, name, report):
    if "changes" in case:
        compare(case.get("expected", ABSENT), outcome_of(case), "", name, report)
        return
    if "plan" in case or "rule" in case:
        got = plan_outcome(text) if "plan" in case else rate_outcome(text)
        compare(case.get("expected", ABSENT), got, "", name, report)
        return
    if adaptive.kind_of(case):
        compare(case.get("expected", ABSENT), adaptive.outcome(case), "", name, report)
        return
    if "refused" in case:
        check_refusal(case, name, report)
        return
    if "expected" not in case:
        report.add(name, "expected", "a result", ABSENT)
        return
    params = case.get("params")
    standard = isinstance(params, dict) and "markets" in params
    outcome = calculate_standard(text) if standard else calculate_portfolio(text)
    if "arranged" in case or outcome.arranged is not None:
        compare(case.get("arranged", ABSENT), outcome.arranged, "arranged", name, report)
    compare(case["expected"], outcome.expected_form(), "", name, report)


def check_refusal(case, name, report):
    try:
        calculate_portfolio(case["line"])
        got = "accepted"
    except Refused as refused:
        got = {"path": refused.path, "reason": refused.reason}
    compare(case["refused"], got, "refused", name, report)


def compare(expected, got, field, case, report):
    """Adds every leaf in which two JSON values differ."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in [*expected, *(key for key in got if key not in expected)]:
            path = f"{field}.{key}" if field else key
            compare(expected.get(key, ABSENT), got.get(key, ABSENT), path, case, report)
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for i, (a, b) in enumerate(zip(expected, got)):
            compare(a, b, f"{field}[{i}]", case, report)
    elif type(expected) is not type(got) or expected != got:
        report.add(case, field, show(expected), show(got))


def show(value):
    return value if isinstance(value, str) else json.dumps(value)

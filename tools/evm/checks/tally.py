"""What was called, what came of it, and what it cost."""

from statistics import median

from .chain import NAMELESS


class Tally:
    def __init__(self):
        self.functions, self.differences = {}, []

    def of(self, function):
        return self.functions.setdefault(function, Counts())

    def compare(self, function, case, expected, outcome, output=None):
        """`expected` is the refusal's name, or None; `output` what must be returned."""
        counts = self.of(function)
        counts.cases += 1
        if outcome.beyond:
            # Longer than the contract takes: the decoder must refuse it, whatever else it is.
            counts.beyond += 1
            if outcome.refused != NAMELESS:
                self.differ(function, case, "refused by the decoder", outcome.refused or "accepted")
            return
        if outcome.refused is None:
            counts.accepted += 1
            counts.gas.append(outcome.gas)
            counts.execution.append(outcome.execution)
        else:
            counts.refused += 1
        if expected != outcome.refused:
            self.differ(function, case, expected or "accepted", outcome.refused or "accepted")
        elif output is not None and outcome.refused is None and output != outcome.output:
            self.differ(function, case, output.hex(), outcome.output.hex())

    def differ(self, function, case, expected, got):
        self.differences.append(f"{function}: {case}: expected {expected}, got {got}")

    def leave(self, function, why):
        """A case that is none of this contract's."""
        left = self.of(function).left
        left[why] = left.get(why, 0) + 1

    def lines(self):
        for name, counts in self.functions.items():
            yield f"{name}: {counts.line()}"


class Counts:
    def __init__(self):
        self.cases = self.accepted = self.refused = self.beyond = self.other = 0
        self.gas, self.execution, self.left = [], [], {}

    def line(self):
        parts = [f"{self.cases} cases", f"{self.accepted} accepted", f"{self.refused} refused"] if self.cases else []
        if self.other:
            parts.append(f"{self.other} of another checkpoint")
        if self.beyond:
            parts.append(f"{self.beyond} beyond its limits")
        parts += [f"{number} left out ({why})" for why, number in self.left.items()]
        if self.gas:
            parts.append(f"gas {spread(self.gas)} (execution {spread(self.execution)})")
        return ", ".join(parts)


def spread(values):
    return f"{min(values):,} / {round(median(values)):,} / {max(values):,}"

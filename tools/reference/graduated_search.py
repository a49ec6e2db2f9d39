"""The search for a plan (GL-11 to GL-16)."""

from types import SimpleNamespace

from .arithmetic import MAX_INT256, MIN_INT256, W, Failure, floor_div, sdiv, sint, smul, to_int, tz, uint
from .graduated import closing_packages, hedge_packages, lowers, size_of, whole_package

MOST_MARGINS = 20_000
MOST_WORK = 4_000_000
MOST_COLUMNS = 48
PROPOSALS = 6
EXCHANGES = 64
PARTS = 1 << 20
PASSES = 16
BELOW = -10**6  # what a row must be under to leave
ABOVE = 10**9  # what a column must be over to enter


def plan_of(case):
    """The plan for an account; raises what GL-1 refuses."""
    case.spend(2 * case.direct)
    before = case.start()
    closing, hedges = closing_packages(case), hedge_packages(case)
    best = None
    for packages in (closing, whole_package(case), closing + hedges if hedges else []):
        if not packages:
            continue
        sizes = Search(case, packages).sizes()
        if sizes is None:
            continue
        taken = [(p, size) for p, size in zip(packages, sizes) if size]
        total = case.effect(*apart(taken))
        if total.penalty > max(before.markToMarket, 0):
            continue
        if best and (total.notional >= best.notional or packages[-1].kind == "hedge" and total.penalty > best.penalty):
            continue
        groups = steps_of(case, taken, before)
        if groups:
            best = SimpleNamespace(groups=groups, notional=total.notional, penalty=total.penalty)
    if best:
        case.spend(len(best.groups) * case.direct)
        return written(case, before, best.groups, "reached")
    case.spend(case.direct)
    whole = [(p, size_of(p)) for p in whole_package(case)]
    outcome = "insolvent" if before.markToMarket < 0 else "unreachable"
    return written(case, before, [whole] if whole else [], outcome)


def apart(taken):
    return [p for p, _ in taken], [size for _, size in taken]


def by_gain(entries):
    """GL-11: places by gain for notional; an entry is (gain, notional)."""
    def key(place):
        gain, notional = entries[place]
        try:
            ratio = sdiv(gain, max(to_int(notional), 1))
        except Failure:
            ratio = MAX_INT256 if gain >= 0 else MIN_INT256
        return -ratio, -gain, place
    return sorted(range(len(entries)), key=key)


class Search:
    """Sizes of one set of packages."""

    def __init__(self, case, packages):
        self.case, self.packages = case, packages
        self.left = min(MOST_MARGINS, MOST_WORK // max(case.direct, 1))

    def margins(self, sizes):
        """The levels, the targets of the rows, and the notional."""
        if self.left == 0:
            raise Failure("beyond the margins of a search")
        case = self.case
        case.spend(case.searched)
        self.left -= 1
        effect = case.effect(self.packages, sizes)
        amounts = [sint(leg.amount + trade) for leg, trade in zip(case.legs, effect.trades)]
        cash = sint(sint(case.cash + effect.proceeds) - to_int(effect.penalty))
        return *case.margins(amounts, cash), effect.notional

    def goal(self, sizes):
        return self.case.goal(self.margins(sizes)[0])

    def reaches(self, sizes):
        try:
            return self.goal(sizes) >= 0
        except Failure:
            return False

    def sizes(self):
        """The least sizes that bring the account back, or None."""
        before = sizes = [0] * len(self.packages)
        for _ in range(PROPOSALS):
            proposed = sizes if self.reaches(sizes) else self.proposal(sizes)
            if proposed == sizes:
                break
            before, sizes = sizes, proposed
        if not self.reaches(sizes):
            before = sizes
            sizes = [size if p.kind == "hedge" else size_of(p) for p, size in zip(self.packages, sizes)]
            if not self.reaches(sizes):
                return None
        return self.shrunk(self.part(before, sizes))

    # Proposals

    def closes_perp(self, package):
        return package.kind != "hedge" and any(self.case.legs[leg].kind == "perp" for leg, _ in package.parts)

    def crossed(self, sizes, place):
        """Whether a hedge would stand beside what closes the perp, or beside the other hedge."""
        def on_perp(package):
            return package.kind == "hedge" or self.closes_perp(package)

        package = self.packages[place]
        beside = [of for other, of in enumerate(self.packages) if other != place and sizes[other]]
        return any(
            on_perp(package) and on_perp(of) and "hedge" in (package.kind, of.kind) for of in beside)

    def proposal(self, sizes):
        """GL-12."""
        try:
            levels, rows, notional = self.margins(sizes)
        except Failure:
            return sizes
        missing = -rows[levels.binding]
        if missing <= 0:
            return sizes
        columns = []
        for place, package in enumerate(self.packages):
            rest = size_of(package) - sizes[place]
            if rest <= 0 or self.crossed(sizes, place):
                continue
            probe = max(rest // 16, 1)
            try:
                _, after, _ = self.margins(grown(sizes, place, probe))
                gains = [
                    tz(sint(tz(sint(sint(b - a) * W), missing) * rest), probe) for a, b in zip(rows, after)]
                added = uint(self.case.effect(self.packages, grown(sizes, place, rest)).notional - notional)
            except Failure:
                continue
            columns.append(SimpleNamespace(place=place, rest=rest, gains=gains, notional=added))
        if len(columns) > MOST_COLUMNS:
            best = by_gain([(each.gains[levels.binding], each.notional) for each in columns])[:MOST_COLUMNS]
            columns = [columns[i] for i in sorted(best)]
        if not columns:
            return sizes
        try:
            level = [tz(sint(row * W), missing) for row in rows]
            largest = max(max(each.notional for each in columns), 1)
            cost = [floor_div(uint(each.notional * W), largest) for each in columns]
        except Failure:
            return sizes
        shares = solved(level, [each.gains for each in columns], cost, self.case.spend)
        proposed = list(sizes)
        for each, share in zip(columns, shares):
            proposed[each.place] += -(-each.rest * share // W)
        for place, package in enumerate(self.packages):
            if package.kind == "hedge" and proposed[place] and self.crossed(proposed, place):
                proposed[place] = sizes[place]
        return proposed

    # Halving

    def part(self, before, sizes):
        """GL-13."""
        def at(j):
            return [b + -(-(s - b) * j // PARTS) for b, s in zip(before, sizes)]

        low, high = 0, PARTS
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.reaches(at(middle)) else (middle, high)
        return at(high)

    def shrunk(self, sizes):
        """GL-14; None where it does not come to an end."""
        sizes = list(sizes)
        for _ in range(PASSES):
            earlier = list(sizes)
            for place in self.least_useful_first(sizes):
                sizes[place] = self.least(sizes, place)
            if sizes == earlier:
                return sizes if self.left else None
        return None

    def least_useful_first(self, sizes):
        places = [place for place, size in enumerate(sizes) if size]
        goal = self.goal(sizes)
        notional = self.case.effect(self.packages, sizes).notional
        entries = []
        for place in places:
            without = grown(sizes, place, -sizes[place])
            try:
                lost = sint(goal - self.goal(without))
            except Failure:
                lost = MAX_INT256
            entries.append((lost, max(notional - self.case.effect(self.packages, without).notional, 0)))
        return [places[i] for i in reversed(by_gain(entries))]

    def least(self, sizes, place):
        high, step = sizes[place], 1
        while True:
            low = max(high - step, 0) if high else -1
            if low < 0 or not self.reaches(grown(sizes, place, low - sizes[place])):
                break
            high, step = low, step * 2
        while high - low > 1:
            middle = (low + high) // 2
            reached = self.reaches(grown(sizes, place, middle - sizes[place]))
            low, high = (low, middle) if reached else (middle, high)
        return high


def grown(sizes, place, by):
    return [*sizes[:place], sizes[place] + by, *sizes[place + 1:]]


def solved(level, gains, cost, spend):
    """GL-12: the dual simplex method; the part of each column."""
    count = len(cost)
    kept = [
        r for r, value in enumerate(level)
        if value + sum(min(column[r], 0) for column in gains) < 0]
    b = [level[r] for r in kept] + [W] * count
    table = [[column[r] for column in gains] for r in kept]
    table += [[-W if c == k else 0 for c in range(count)] for k in range(count)]
    cost = list(cost)
    of_row = [None] * len(b)  # the column's variable that has the row
    of_column = list(range(count))
    for _ in range(EXCHANGES):
        r = min(range(len(b)), key=lambda k: b[k])
        if b[r] >= BELOW:
            break
        entering = [c for c in range(count) if table[r][c] > ABOVE]
        if not entering:
            break
        e = entering[0]
        for c in entering[1:]:
            if cost[c] * table[r][e] < cost[e] * table[r][c]:
                e = c
        try:
            spend(len(b) * count // 16)
            b, table, cost = exchanged(b, table, cost, r, e)
        except Failure:
            break
        of_row[r], of_column[e] = of_column[e], of_row[r]
    shares = [0] * count
    for row, variable in enumerate(of_row):
        if variable is not None:
            shares[variable] = min(max(b[row], 0), W)
    return shares


def exchanged(b, table, cost, r, e):
    b, table, cost = list(b), [list(row) for row in table], list(cost)
    pivot, count = table[r][e], len(cost)
    b[r] = sint(-sdiv(b[r], pivot))
    table[r] = [sdiv(W, pivot) if c == e else sint(-sdiv(table[r][c], pivot)) for c in range(count)]
    for k, row in enumerate(table):
        if k == r:
            continue
        f, row[e] = row[e], 0
        b[k] = sint(b[k] + smul(f, b[r]))
        for c in range(count):
            row[c] = sint(row[c] + smul(f, table[r][c]))
    f, cost[e] = cost[e], 0
    cost = [max(sint(cost[c] + smul(f, table[r][c])), 0) for c in range(count)]
    return b, table, cost


# Steps


def steps_of(case, taken, before):
    """GL-16: the packages of each step; none where there are no steps."""
    case.spend((2 * len(taken) + 3) * case.searched)
    entries = []
    for package, size in taken:
        try:
            gain = sint(case.goal(case.after([package], [size])) - case.goal(before))
        except Failure:
            gain = MIN_INT256
        entries.append((gain, case.effect([package], [size]).notional))
    ordered = [taken[i] for i in by_gain(entries)]

    def levels_at(count):
        return case.after(*apart(ordered[:count])) if count else before

    def holds(first, end):
        is_whole = any(p.kind == "whole" for p, _ in ordered[first:end])
        return not lowers(levels_at(end), levels_at(first), is_whole)

    borders = [0]
    try:
        for end in range(1, len(ordered) + 1):
            if holds(borders[-1], end):
                borders.append(end)
        while borders[-1] != len(ordered):
            borders.pop()
            if not borders:
                return []
            if holds(borders[-1], len(ordered)):
                borders.append(len(ordered))
    except Failure:
        return []
    return [ordered[a:b] for a, b in zip(borders, borders[1:])]


def written(case, before, groups, outcome):
    """A plan in the form of GL-20."""
    steps, done, last = [], [], before
    for group in groups:
        first = case.effect(*apart(done))
        done = done + group
        second = case.effect(*apart(done))
        levels = case.after(*apart(done))
        steps.append(SimpleNamespace(
            packages=[SimpleNamespace(
                kind=p.kind, isBought=p.isBought, size=size,
                parts=[SimpleNamespace(leg=leg, lots=lots) for leg, lots in p.parts]) for p, size in group],
            trades=[
                SimpleNamespace(place=leg.place, amount=b - a)
                for leg, a, b in zip(case.legs, first.trades, second.trades) if a != b],
            proceeds=second.proceeds - first.proceeds, penalty=second.penalty - first.penalty,
            notional=second.notional - first.notional, contribution=sint(case.goal(levels) - case.goal(last)),
            after=levels))
        last = levels
    total = case.effect(*apart(done))
    return SimpleNamespace(
        outcome=outcome, rate=case.rate, before=before, steps=steps, notional=total.notional, penalty=total.penalty)

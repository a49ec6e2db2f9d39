"""The arithmetic of adaptive margin (26): curves, realised volatility, levels, and parameters in force."""

from types import SimpleNamespace

from .arithmetic import W, Failure, udiv, umul
from .elementary import sqrt_wad

MOST = 4 * W
MEASURE = 2**128 - 1
YEAR = 31536000
LAST = 2**64 - 1


def curve(points, x):
    """AM-10."""
    if x <= points[0]["at"]:
        return points[0]["add"]
    for low, high in zip(points, points[1:]):
        if x < high["at"]:
            return low["add"] + (high["add"] - low["add"]) * (x - low["at"]) // (high["at"] - low["at"])
    return points[-1]["add"]


def realised(state, price, now, seconds):
    """AM-5; state has v, last and seen."""
    if state.seen == 0 or state.last == 0:
        state.last, state.seen = price, now
        return
    passed = now - state.seen
    if passed <= 0:
        return
    try:
        moved = udiv(abs(price - state.last), state.last)
    except Failure:
        moved = 1000 * W
    moved = min(moved, 1000 * W)
    sample = umul(moved, moved) * YEAR // passed
    if sample >= state.v:
        state.v += (sample - state.v) * passed // (passed + seconds)
    else:
        state.v -= (state.v - sample) * passed // (passed + seconds)
    state.last, state.seen = price, now


def volatility(state):
    return sqrt_wad(state.v)


class Level:
    """What is kept of a rule (AM-5, AM-6), and how it is looked at (AM-7); integers, and pairs (level, until)."""

    def __init__(self, level=0):
        self.level, self.since, self.announced, self.binds, self.past = level, 0, 0, 0, []
        self.v = self.last = self.seen = 0

    def at(self, time):
        for level, until in self.past:
            if until > time:
                return level
        if self.binds != 0 and time >= self.binds:
            return self.announced
        return self.level

    def stepped(self, pace, tightens):
        if not pace.downward:
            return self.level + pace.step if tightens else max(self.level - pace.step, 0)
        part = umul(self.level, pace.step) + 1
        return max(self.level - part, 0) if tightens else self.level + part

    def begin(self, pace, now):
        """AM-7, 1 and 2; whether what was announced has come into force."""
        bound = self.binds != 0 and now >= self.binds
        if bound:
            self.past.append((self.level, self.binds))
            self.level, self.since, self.binds = self.announced, self.binds, 0
        kept = max(now - pace.grace, 0)
        self.past = [pair for pair in self.past if pair[1] > kept]
        return bound

    def follow(self, pace, target, now):
        """AM-7, 4; whether the level has relaxed."""
        following = self.level
        if tighter(pace, target, self.level):
            limit = self.stepped(pace, True)
            following = limit if tighter(pace, target, limit) else target
        end = min(now + pace.notice, LAST)
        if self.binds == 0:
            if following != self.level:
                self.announced, self.binds = following, end
            elif tighter(pace, self.level, target) and now >= min(self.since + pace.calm, LAST):
                limit = self.stepped(pace, False)
                self.past.append((self.level, now))
                self.level, self.since = (limit if tighter(pace, limit, target) else target), now
                return True
        elif self.binds == end or tighter(pace, self.announced, following):
            self.announced = following
            if following == self.level:
                self.binds = 0
        return False

    def look(self, pace, target, now):
        """`target` is None where the input is silent."""
        self.begin(pace, now)
        if target is not None:
            self.follow(pace, target, now)

    def state(self):
        return {
            "level": self.level, "since": self.since, "announced": self.announced, "binds": self.binds,
            "past": [{"level": level, "until": until} for level, until in self.past]}


def tighter(pace, a, b):
    return a < b if pace.downward else a > b


def capped(value, add, bound):
    """More by an addition, up to a bound; as it is beyond that."""
    return max(value, min(value + add, bound))


def portfolio_parameters(params, scenarios, asset, parameter, add, collateral=None):
    """AM-11, portfolio model; changes a copy of the values given."""
    add = min(add, MOST)
    if parameter == "spotRange":
        return params, [{**scenario, "spotShock": widened(scenario["spotShock"], add)} for scenario in scenarios]
    params = {name: dict(group) if isinstance(group, dict) else group for name, group in params.items()}
    if parameter == "volRange":
        for name in ("rangeUp", "rangeDown"):
            params["volShock"][name] = scaled(params["volShock"][name], add)
    elif asset == "perp":
        group = params["otherContingency"]
        group["mmPerpPercent"] = capped(group["mmPerpPercent"], add, 3 * W)
    elif asset == "option":
        group = params["otherContingency"]
        group["mmOptionPercent"] = capped(group["mmOptionPercent"], add, 2 * W)
    else:
        group = dict(params["collaterals"][collateral])
        group["mmHaircut"] = capped(group["mmHaircut"], add, max(W - group["imHaircut"], 0))
        params["collaterals"][collateral] = group
    return params, scenarios


def scaled(value, add):
    """A range that grows by an addition; one whose product is refused stays."""
    try:
        return umul(value, W + add)
    except Failure:
        return value


def widened(shock, add):
    if shock >= W:
        return W + scaled(shock - W, add)
    return max(W - scaled(W - shock, add), 0)


def standard_parameters(groups, asset, add):
    """AM-11, standard model: the groups of one market."""
    add = min(add, MOST)
    groups = {name: dict(group) for name, group in groups.items()}
    if asset == "base":
        groups["base"]["marginFactor"] = max(groups["base"]["marginFactor"] - add, 0)
    elif asset == "perp":
        for name in ("mmPerpReq", "imPerpReq"):
            groups["perp"][name] = capped(groups["perp"][name], add, W)
    else:
        for name, bound in (
                ("maxSpotReq", 12 * W // 10), ("minSpotReq", 12 * W // 10), ("mmCallSpotReq", W), ("mmPutSpotReq", W)):
            groups["option"][name] = capped(groups["option"][name], add, bound)
    return groups


def kind_of(case):
    """Of a line of `vectors/adaptive/rules.jsonl` what it is; None of others."""
    return next((kind for kind in LINES if kind in case), None)


def outcome(case):
    """What such a line expects, integers as texts."""
    kind = kind_of(case)
    return texts(line_of(kind, numbers(case[kind])))


def line_of(kind, value):
    return LINES[kind](value)


def texts(value):
    """Integers as decimal texts, everything else as it is."""
    if isinstance(value, dict):
        return {name: texts(member) for name, member in value.items()}
    if isinstance(value, list):
        return [texts(element) for element in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def numbers(value):
    """Decimal texts as integers, words as they are."""
    if isinstance(value, dict):
        return {name: numbers(member) for name, member in value.items()}
    if isinstance(value, list):
        return [numbers(element) for element in value]
    return int(value) if isinstance(value, str) and value.isdigit() else value


def curve_line(value):
    return [curve(value["points"], x) for x in value["x"]]


def realised_line(value):
    state = SimpleNamespace(v=0, last=0, seen=0)
    answers = []
    for look in value["looks"]:
        realised(state, look["price"], look["time"], value["seconds"])
        answers.append({"variance": state.v, "volatility": volatility(state)})
    return answers


def level_line(value):
    pace = SimpleNamespace(**{name: value[name] for name in ("step", "notice", "calm", "grace", "downward")})
    level = Level(value["level"])
    answers = []
    for look in value["looks"]:
        level.look(pace, look["target"], look["time"])
        answers.append({
            **level.state(), "now": level.at(look["time"]),
            "before": level.at(max(look["time"] - value["grace"], 0))})
    return answers


def parameters_line(value):
    if value["model"] == "standard":
        return standard_parameters(value["groups"], value["asset"], value["add"])
    params, scenarios = portfolio_parameters(
        {"volShock": value["volShock"], "otherContingency": value["otherContingency"],
         "collaterals": {"c": value["collateral"]}},
        [{"spotShock": shock} for shock in value["spotShocks"]], value["asset"], value["parameter"], value["add"], "c")
    return {
        "volShock": params["volShock"], "otherContingency": params["otherContingency"],
        "collateral": params["collaterals"]["c"], "spotShocks": [scenario["spotShock"] for scenario in scenarios]}


LINES = {"curve": curve_line, "realised": realised_line, "level": level_line, "parameters": parameters_line}

"""Discounts, and plans of graduated reduction with what the checker says of them (GL-17, GL-19).

The plans are found by a search of this file's own, much simpler than that of 23: packages are taken one after another
until the target is reached, and then made smaller. What a checker accepts does not depend on how a plan was found.
"""

from copy import deepcopy

from .. import graduated
from ..graduated_check import plan_outcome, rate_outcome
from ..document import decode, parse
from .dice import W, Dice
from .lines import Count, compact, texts
from .model import ASSETS, DAY, thousandths, usual_params, usual_scenarios

MAX = 2**256 - 1
MIN_INT, MAX_INT = -(2**255), 2**255 - 1


# Discounts


def rule(rate=40, full=500, initial=250, ramp=1000, equity=500):
    w = thousandths
    return {
        "maximumRate": w(rate), "fullDepth": w(full), "initialShare": w(initial), "rampSeconds": ramp,
        "equityShare": w(equity)}


def rate_cases():
    def case(note, rule_, seconds, maintenance, value, base):
        return {"rule": rule_, "seconds": seconds, "maintenanceMargin": maintenance, "markToMarket": value,
                "base": base, "note": note}

    usual = rule()
    for seconds in (0, 1, 500, 999, 1000, 1001, 2**64 - 1):
        yield case("time", usual, seconds, -20 * W, 80 * W, 1000 * W)
    for maintenance in (1, 0, -1, -W, -20 * W, -49 * W, -50 * W, -80 * W):
        yield case("depth", usual, 1000, maintenance, 50 * W, 1000 * W)
    for value in (-1, 0, 1, W, 100 * W):
        yield case("equity", usual, 1000, -80 * W, value, 1000 * W)
    for base in (0, 1, W, 10**9 * W, MAX):
        yield case("base", usual, 1000, -20 * W, 80 * W, base)
    for changed, note in (
            ({"fullDepth": 0}, "any depth is full"), ({"fullDepth": W}, "full where equity is zero"),
            ({"initialShare": 0}, "nothing at once"), ({"initialShare": W}, "all at once"),
            ({"initialShare": W + 1}, "more than all at once"), ({"rampSeconds": 0}, "no ramp"),
            ({"equityShare": 0}, "nothing of the equity"), ({"equityShare": W}, "all of the equity"),
            ({"equityShare": 2 * W}, "more than the equity counts as all"), ({"maximumRate": 0}, "none")):
        for seconds in (0, 333):
            yield case(note, {**usual, **changed}, seconds, -20 * W, 80 * W, 100 * W)
    for maintenance in (MIN_INT, -1, MAX_INT):
        for value in (MIN_INT, 0, 1, MAX_INT):
            yield case("ends of the types", usual, 5, maintenance, value, 10**30)
    for part in (0, MAX):
        extreme = {"maximumRate": part, "fullDepth": part, "initialShare": part, "rampSeconds": 2**64 - 1,
                   "equityShare": part}
        yield case("ends of the types", extreme, 7, -5, 5, part)
    for turn in range(60):
        dice = Dice(f"rate:{turn}")
        drawn = rule(dice.below(101), dice.below(1001), dice.below(1001), dice.below(5000), dice.below(1001))
        value = dice.sign() * dice.magnitude(90)
        yield case("random", drawn, dice.below(6000), min(value, -dice.magnitude(90)), value, dice.magnitude(95))


def penalty_lines():
    return lines(rate_cases(), rate_outcome)


# Accounts


def expiry(dice, spot, seconds, options):
    forward = spot * dice.wad(990, 1020) // W
    return {
        "secondsToExpiry": seconds, "forwardFixedPortion": 0, "forwardVariablePortion": forward, "rate": dice.wad(0, 50),
        "discount": dice.wad(970, 1000), "minConfidence": W,
        "options": [
            {"strike": spot * strike // 1000, "vol": dice.wad(400, 900), "amount": amount * W // 10, "isCall": is_call}
            for strike, amount, is_call in options]}


SHAPES = {
    "naked perp": (30, [], []),
    "short perp": (-30, [], []),
    "short call": (0, [(1050, -40, True)], []),
    "call spread": (0, [(1050, -40, True), (1150, 40, True)], []),
    "more sold than bought": (0, [(1050, -40, True), (1150, 25, True), (1250, 10, True)], []),
    "put spread": (0, [(950, -40, False), (850, 40, False)], []),
    "strangle": (0, [(1100, -30, True), (900, -30, False)], []),
    "condor": (0, [(1100, -30, True), (1200, 30, True), (900, -30, False), (800, 30, False)], []),
    "covered call by the perp": (35, [(1050, -40, True)], []),
    "covered call by the coin": (0, [(1050, -40, True)], [40]),
    "short put against a short perp": (-40, [(950, -40, False)], []),
    "protective put": (50, [(950, 40, False)], []),
    "straddle, hedged": (6, [(1000, -40, True), (1000, -40, False)], []),
    "coins and a loan": (0, [], [25, 5000]),
    "basis trade": (-40, [], [40]),
    "dust": (0, [(1050, -40, True), (900, -1, False)], []),
}


def account(dice, perp, options, coins, scenarios):
    spot = dice.wad(1_500_000, 3_000_000)
    expiries = [expiry(dice, spot, dice.between(DAY, 90 * DAY), options)] if options else []
    prices = [spot, dice.wad(950, 1050)]
    held = [(amount * W // 10, price) for amount, price in zip(coins, prices)]
    stable = dice.wad(990, 1010)
    return {
        "params": usual_params(), "scenarios": scenarios,
        "portfolio": {
            "spotPrice": spot, "perpPrice": spot * dice.wad(995, 1005) // W if perp else 0, "stablePrice": stable,
            "cash": 0, "perpPosition": perp * W // 10, "perpValue": dice.sign() * dice.wad(0, 50_000) if perp else 0,
            "minConfidence": W,
            "collaterals": [
                {"asset": ASSETS[i], "value": amount * price // stable, "minConfidence": W}
                for i, (amount, price) in enumerate(held)],
            "expiries": expiries},
        "spotConfidence": W, "perpPrice": spot * dice.wad(995, 1005) // W, "perpConfidence": dice.wad(400, 1000),
        "coins": [{"amount": amount, "price": price} for amount, price in held],
    }


def rules(dice, keeps=True):
    step = dice.pick((W // 100, W // 10, W // 1000))
    least = dice.pick((0, W // 20, W // 2))
    return {
        "buffer": dice.pick((0, 150 * W // 1000, W)), "steps": {"option": step, "perp": step // 10, "collateral": step},
        "least": {"option": least, "perp": least, "collateral": least}, "hedgesWithPerp": dice.chance(70),
        "keepsPairs": keeps,
        "penalty": rule(dice.pick((0, 10, 100)), dice.pick((0, 400, 1000)), 250, 1000, dice.pick((0, 200, 1000)))}


def below(case, part):
    """The cash that leaves the account below maintenance by so many thousandths of its requirement."""
    held = load(case)
    levels, _ = held.margins([leg.amount for leg in held.legs], held.cash)
    requirement = levels.markToMarket - levels.maintenanceMargin
    case["portfolio"]["cash"] -= levels.maintenanceMargin + requirement * part // 1000 + 1
    return case


def load(case):
    return graduated.case_of(decode(graduated.LINE, parse(compact(texts(case)))))


# Plans


def found_plan(case, choose):
    """A plan by taking packages one after another, as `choose` orders them; None where that reaches nothing."""
    held = load(case)
    before = held.start()
    packages = choose(held)
    sizes = [0] * len(packages)
    for i, package in enumerate(packages):
        sizes[i] = graduated.size_of(package)
        if held.reaches(packages, sizes):
            break
    if not held.reaches(packages, sizes):
        return None
    for _ in range(8):
        earlier = list(sizes)
        for i in reversed(range(len(sizes))):
            sizes[i] = least_size(held, packages, sizes, i)
        if sizes == earlier:
            break
    kept = [i for i, size in enumerate(sizes) if size]
    return written(held, before, [packages[i] for i in kept], [sizes[i] for i in kept], "reached")


def least_size(held, packages, sizes, i):
    low, high = -1, sizes[i]
    while high - low > 1:
        middle = (low + high) // 2
        reached = held.reaches(packages, [*sizes[:i], middle, *sizes[i + 1:]])
        low, high = (low, middle) if reached else (middle, high)
    return high


def everything(case, reason):
    held = load(case)
    before = held.start()
    whole = graduated.whole_package(held)
    return written(held, before, whole, [graduated.size_of(p) for p in whole], reason)


def written(held, before, packages, sizes, outcome, joins=True):
    """One step for each package; those that lower a margin are joined with the next, the rest with the last."""
    groups, first, last = [], 0, before
    for i in range(len(packages)):
        now = held.after(packages[:i + 1], sizes[:i + 1])
        if not joins or not graduated.lowers(now, last, packages[i].kind == "whole"):
            groups.append((first, i + 1))
            first, last = i + 1, now
    if first < len(packages):
        start = groups.pop()[0] if groups else 0
        groups.append((start, len(packages)))
    steps, last = [], before
    for start, end in groups:
        a, b = held.effect(packages[:start], sizes[:start]), held.effect(packages[:end], sizes[:end])
        levels = held.after(packages[:end], sizes[:end])
        steps.append({
            "packages": [{
                "kind": p.kind, "isBought": p.isBought, "size": size,
                "parts": [{"leg": Count(leg), "lots": lots} for leg, lots in p.parts]}
                for p, size in zip(packages[start:end], sizes[start:end])],
            "trades": [
                {"place": leg.place, "amount": y - x}
                for leg, x, y in zip(held.legs, a.trades, b.trades) if x != y],
            "proceeds": b.proceeds - a.proceeds, "penalty": b.penalty - a.penalty,
            "notional": b.notional - a.notional, "contribution": held.goal(levels) - held.goal(last),
            "after": written_levels(levels)})
        last = levels
    total = held.effect(packages, sizes)
    return {
        "outcome": outcome, "rate": held.rate, "before": written_levels(before), "steps": steps,
        "notional": total.notional, "penalty": total.penalty}


def written_levels(levels):
    return {**vars(levels), "binding": Count(levels.binding)}


def by_kind(*kinds):
    def choose(held):
        every = graduated.closing_packages(held) + graduated.hedge_packages(held)[:1]
        if kinds == ("whole",):
            return graduated.whole_package(held)
        closes_perp = {0} if "hedge" in kinds else set()
        return [p for kind in kinds for p in every
                if p.kind == kind and (kind == "hedge" or not closes_perp & {leg for leg, _ in p.parts})]
    return choose


WAYS = [("single", "pair"), ("pair", "single"), ("hedge", "single", "pair"), ("whole",)]


def plan_cases():
    for turn, (name, (perp, options, coins)) in enumerate(SHAPES.items()):
        dice = Dice(f"graduated:{name}")
        case = account(dice, perp, options, coins, usual_scenarios()[:8] if turn % 2 else usual_scenarios())
        for way in WAYS:
            drawn = below({**deepcopy(case), "rules": rules(dice, dice.chance(80)), "seconds": dice.below(1500)},
                          dice.between(1, 900))
            plan = found_plan(drawn, by_kind(*way))
            if plan is None:
                continue
            accepted = {**drawn, "plan": plan, "note": f"{name}: {', then '.join(way)}"}
            yield accepted
            yield from altered(accepted, dice, turn)
        insolvent = below({**deepcopy(case), "rules": rules(dice), "seconds": 9}, 1200)
        plan = everything(insolvent, "insolvent")
        yield {**insolvent, "plan": plan, "note": f"{name}: insolvent"}
        if turn == 0:
            wrong = deepcopy(plan)
            wrong["outcome"] = "unreachable"
            yield {**insolvent, "plan": wrong, "note": "another reason"}
    yield from covers()
    yield from dear_hedges()
    yield from refused_cases()


ALTERATIONS = []


def alteration(alter):
    ALTERATIONS.append(alter)
    return alter


@alteration
def another_rate(plan, dice):
    plan["rate"] += 1


@alteration
def another_start(plan, dice):
    plan["before"][dice.pick(("initialMargin", "maintenanceMargin", "markToMarket"))] += dice.sign()


@alteration
def another_binding_scenario(plan, dice):
    plan["before"]["binding"] = Count(plan["before"]["binding"] + 1)


@alteration
def a_step_without_packages(plan, dice):
    plan["steps"][0]["packages"] = []


@alteration
def nothing_of_a_package(plan, dice):
    plan["steps"][0]["packages"][0]["size"] = 0


@alteration
def more_than_a_package(plan, dice):
    plan["steps"][0]["packages"][0]["size"] = 2**128 - 1


@alteration
def half_of_a_pair(plan, dice):
    plan["steps"][0]["packages"][0]["parts"].pop()


@alteration
def other_lots(plan, dice):
    plan["steps"][0]["packages"][0]["parts"][0]["lots"] += 1


@alteration
def a_leg_that_is_not_there(plan, dice):
    plan["steps"][0]["packages"][0]["parts"][0]["leg"] = Count(99)


@alteration
def a_package_twice(plan, dice):
    plan["steps"].append(deepcopy(plan["steps"][-1]))


@alteration
def another_amount(plan, dice):
    plan["steps"][-1]["trades"][-1]["amount"] += dice.sign()


@alteration
def another_place(plan, dice):
    plan["steps"][0]["trades"][0]["place"] = "collateral:77"


@alteration
def other_cash(plan, dice):
    plan["steps"][-1][dice.pick(("proceeds", "penalty", "notional"))] += 1


@alteration
def other_margins(plan, dice):
    plan["steps"][-1]["after"][dice.pick(("initialMargin", "maintenanceMargin", "markToMarket"))] += 1


@alteration
def another_contribution(plan, dice):
    plan["steps"][0]["contribution"] += dice.sign()


@alteration
def other_totals(plan, dice):
    plan[dice.pick(("notional", "penalty"))] += 1


@alteration
def a_step_less(plan, dice):
    last = plan["steps"].pop()
    plan["notional"] -= last["notional"]
    plan["penalty"] -= last["penalty"]


@alteration
def everything_where_a_part_is_enough(plan, dice):
    plan["outcome"] = "unreachable"


def altered(case, dice, turn):
    """Two alterations of each plan in turn, one that takes more, one that takes less."""
    for alter in (ALTERATIONS[turn % len(ALTERATIONS)], dice.pick(ALTERATIONS)):
        plan = deepcopy(case["plan"])
        alter(plan, dice)
        yield {**case, "plan": plan, "note": alter.__name__.replace("_", " ")}
    for more in (1, -1):
        changed = resized(case, dice, more)
        if changed is not None:
            yield changed
    if any(len(step["packages"]) > 1 for step in case["plan"]["steps"]):
        yield separated(case)


def takings(plan):
    """The packages of a plan and their sizes."""
    taken = [taking for step in plan["steps"] for taking in step["packages"]]
    packages = [
        graduated.package(t["kind"], [(int(part["leg"]), part["lots"]) for part in t["parts"]], t["isBought"])
        for t in taken]
    return packages, [t["size"] for t in taken]


def separated(case):
    """The plan with a step for each package, also where one without the other lowers a margin."""
    held = load(case)
    plan = written(held, held.start(), *takings(case["plan"]), "reached", joins=False)
    return {**case, "plan": plan, "note": "a package without the other that it needs"}


def resized(case, dice, more):
    """The plan with one package larger or smaller by a unit, everything else told truly."""
    held = load(case)
    before = held.start()
    packages, sizes = takings(case["plan"])
    i = dice.below(len(sizes))
    sizes[i] += more
    if not 1 <= sizes[i] <= graduated.size_of(packages[i]):
        return None
    plan = written(held, before, packages, sizes, "reached")
    return {**case, "plan": plan, "note": "a unit more of a package" if more > 0 else "a unit less of a package"}


def covers():
    """A short perp with calls from near the price to far from it: as a pair, whether it is one or not."""
    for strike in (*range(1090, 1290, 20), 2000):
        dice = Dice("graduated:covers")
        # Without the scenarios of the tails, where the farthest calls cover most.
        case = account(dice, -30, [(strike, 30, True)], [], usual_scenarios()[:6])
        case["portfolio"]["expiries"][0]["secondsToExpiry"] = 3 * DAY
        drawn = below({**case, "rules": rules(dice), "seconds": 700}, 300)
        held = load(drawn)
        lots = [units.lots for units in held.units]
        packages = [graduated.package("pair", [(0, lots[0]), (1, lots[1])])]
        size = least_size(held, packages, [graduated.size_of(packages[0])], 0)
        plan = written(held, held.start(), packages, [size], "reached", joins=False)
        yield {**drawn, "plan": plan, "note": f"a cover {strike - 1000} thousandths above the price"}


def dear_hedges():
    """Hedges whose discount costs more than the account's equity: a long put counts for its price, the perp for spot."""
    dice = Dice("graduated:dear")
    case = account(dice, 0, [(1100, 50, False)], [], usual_scenarios())
    case |= {"rules": rules(dice), "seconds": 2000, "perpConfidence": W}
    case["rules"]["penalty"] = rule(30, 0, 1000, 0, 1000)
    case["rules"]["hedgesWithPerp"] = True
    for part in (700, 800, 850):
        drawn = below(deepcopy(case), part)
        held = load(drawn)
        before = held.start()
        for hedge in graduated.hedge_packages(held)[:1]:
            for eighths in (3, 4, 5, 6, 7):
                size = graduated.size_of(hedge) * eighths // 8
                plan = written(held, before, [hedge], [size], "reached")
                yield {**drawn, "plan": plan, "note": "a hedge that may cost more than the equity"}


def refused_cases():
    dice = Dice("graduated:refused")
    perp, options, coins = SHAPES["covered call by the coin"]
    case = below({**account(dice, perp, options, coins, usual_scenarios()), "rules": rules(dice), "seconds": 0}, 300)
    plan = found_plan(case, by_kind("whole"))
    rich = deepcopy(case)
    rich["portfolio"]["cash"] += 10**6 * W
    yield {**rich, "plan": plan, "note": "not below maintenance margin"}
    yield {**case, "coins": [], "plan": plan, "note": "no amount of a collateral"}
    yield {**case, "scenarios": [], "plan": plan, "note": "a margin that is refused"}
    broken = deepcopy(case)
    broken["portfolio"]["cash"] = MAX_INT
    broken["portfolio"]["perpValue"] = 1
    yield {**broken, "plan": plan, "note": "cash that overflows"}
    zero = deepcopy(case)
    zero["portfolio"]["stablePrice"] = 0
    yield {**zero, "plan": plan, "note": "a stable price of zero"}


def plan_lines():
    return lines(plan_cases(), plan_outcome)


def lines(cases, outcome):
    written_ = []
    for number, case in enumerate(cases):
        case = {"id": Count(number), **case}
        case = texts(case)
        case["expected"] = outcome(compact(case))
        written_.append(compact(case))
    return "\n".join(written_) + "\n"

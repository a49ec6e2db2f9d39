"""The checker of a plan of graduated reduction, and lines of vectors (GL-19, GL-20)."""

from .arithmetic import Failure, sint
from .document import Refused, decode, parse
from .graduated import (
    LINE, RATE_LINE, Fault, case_of, closing_packages, hedge_packages, lowers, package, rate_of, size_of, whole_package,
)
from .portfolio import refuse_repeated_in_portfolio


def check(case, plan):
    """GL-19: raises the first fault."""
    takings = sum(len(step.packages) for step in plan.steps)
    case.spend((4 + len(case.legs) + len(plan.steps) + takings) * case.direct)
    case.spend = lambda units: None
    try:
        before = case.start()
    except Failure as failure:
        raise Fault(failure.name) from None
    if plan.rate != case.rate:
        raise Fault("Reduction_WrongRate")
    if vars(plan.before) != vars(before):
        raise Fault("Reduction_WrongStart")
    known = {key(p) for p in [*closing_packages(case), *hedge_packages(case), *whole_package(case)]}
    packages, sizes = [], []
    for step in plan.steps:
        if not step.packages:
            raise Fault("Reduction_UnknownPackage")
        for taken in step.packages:
            of = package(taken.kind, [(part.leg, part.lots) for part in taken.parts], taken.isBought)
            if key(of) not in known or not 1 <= taken.size <= size_of(of):
                raise Fault("Reduction_UnknownPackage")
            packages.append(of)
            sizes.append(taken.size)
            check_once(packages)
    check_steps(case, plan, packages, sizes, before)
    if plan.penalty > max(before.markToMarket, 0):
        raise Fault("Reduction_CostsMoreThanEquity")
    if plan.outcome == "reached":
        check_reached(case, packages, sizes)
    else:
        check_everything(case, plan, packages, sizes, before)


def key(of):
    return of.kind, of.parts, of.isBought


def check_once(packages):
    last, others = packages[-1], packages[:-1]
    repeated = key(last) in map(key, others)
    beside = len(packages) > 1 and any(p.kind == "whole" for p in packages)
    legs = {leg for leg, _ in last.parts}
    crossed = any(
        "hedge" in (last.kind, other.kind) and legs & {leg for leg, _ in other.parts} for other in others)
    if repeated or beside or crossed:
        raise Fault("Reduction_PackageTwice")


def check_steps(case, plan, packages, sizes, before):
    done, last = 0, before
    for step in plan.steps:
        first = case.effect(packages[:done], sizes[:done])
        done += len(step.packages)
        second = case.effect(packages[:done], sizes[:done])
        trades = [
            (leg.place, b - a) for leg, a, b in zip(case.legs, first.trades, second.trades) if a != b]
        given = [(trade.place, trade.amount) for trade in step.trades]
        sums = all(
            getattr(step, name) == getattr(second, name) - getattr(first, name)
            for name in ("proceeds", "penalty", "notional"))
        if trades != given or not sums:
            raise Fault("Reduction_WrongTrades")
        try:
            levels = case.after(packages[:done], sizes[:done])
            gained = sint(case.goal(levels) - case.goal(last))
        except Failure:
            raise Fault("Reduction_WrongMargins") from None
        if vars(levels) != vars(step.after) or gained != step.contribution:
            raise Fault("Reduction_WrongMargins")
        is_whole = any(p.kind == "whole" for p in step.packages)
        if plan.outcome == "reached" and lowers(levels, last, is_whole):
            raise Fault("Reduction_LowersMargin")
        last = levels
    total = case.effect(packages, sizes)
    if (total.notional, total.penalty) != (plan.notional, plan.penalty):
        raise Fault("Reduction_WrongTotals")


def check_reached(case, packages, sizes):
    if not case.reaches(packages, sizes):
        raise Fault("Reduction_TargetMissed")
    for i in range(len(sizes)):
        if case.reaches(packages, [*sizes[:i], sizes[i] - 1, *sizes[i + 1:]]):
            raise Fault("Reduction_TakesTooMuch")


def check_everything(case, plan, packages, sizes, before):
    whole = whole_package(case)
    is_all = list(map(key, packages)) == list(map(key, whole)) and sizes == list(map(size_of, whole))
    after = plan.steps[-1].after if plan.steps else before
    is_insolvent = before.markToMarket < 0
    if not is_all or (plan.outcome == "insolvent") != is_insolvent or case.goal(after) >= 0:
        raise Fault("Reduction_NotEverything")


def plan_outcome(text):
    """What the checker says of a line with a plan."""
    line = decode(LINE, parse(text))
    refuse_repeated_in_portfolio(line.portfolio)
    if line.plan is None:
        raise Refused("plan", "missing", "the member is missing")
    try:
        check(case_of(line), line.plan)
    except Fault as fault:
        return {"error": fault.name}
    return {"accepted": True}


def rate_outcome(text):
    """The discount of a line."""
    line = decode(RATE_LINE, parse(text))
    try:
        rate = rate_of(line.rule, line.seconds, line.maintenanceMargin, line.markToMarket, line.base)
    except Failure as failure:
        return {"revert": failure.name}
    return {"rate": str(rate)}

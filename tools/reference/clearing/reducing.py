"""Announcing accounts and taking over what a plan takes of them (WF-3 to WF-9)."""

from types import SimpleNamespace

from ..arithmetic import W, Failure, absolute, sint, to_int, uint, umul
from ..graduated import Fault, notional, proceeds
from ..graduated_check import check
from ..graduated_search import plan_of
from .breakers import age, refuse_paused, waited_now
from .grace import refuse_protected
from .managers import decided_portfolio, decided_standard, refuse_not_isolated, refuse_over_cap, within_size
from .movements import move, next_trade
from .trades import add_delta
from .reduced_account import case_of, levels_and_binding, levels_of
from .settlement import settle_interest, settle_perps
from .state import CASH, STANDARD, TOO_MUCH_WORK



def counts(state, number):
    """WF-4: whether there is an announcement of the account that counts."""
    graduated = state.liquidation.graduated
    since = state.announced.get(number) if graduated is not None else None
    return since is not None and age(state, since, state.waited[number]) < graduated.validity


def seconds_of(state, number):
    return age(state, state.announced[number], state.waited[number]) if counts(state, number) else 0


def refuse_unlisted(state, number):
    """DA-7 step 1."""
    account = state.accounts.get(number)
    if account is None or account.manager not in state.liquidation.managers:
        raise Failure("DA_NotWhitelistedManager")


def refuse_auctioned(state, number):
    if number in state.auctions and state.auctions[number].ongoing:
        raise Failure("BM_AccountUnderLiquidation")


def settle(state, number):
    settle_interest(state, number)
    settle_perps(state, number)


def announce(state, number):
    """WF-3."""
    if state.liquidation.graduated is None:
        raise Failure("Waterfall_NotGraduated")
    refuse_unlisted(state, number)
    refuse_auctioned(state, number)
    settle(state, number)
    if levels_of(state, number)[1] >= 0:
        if number not in state.announced:
            raise Failure("DA_AccountIsAboveMaintenanceMargin")
        state.end_announcement(number)
        return
    if counts(state, number):
        raise Failure("Waterfall_AlreadyAnnounced")
    refuse_protected(state, number)
    put_announced(state, number)


def withdraw_announcement(state, number):
    """WF-3."""
    if number not in state.announced:
        raise Failure("Waterfall_NotAnnounced")
    settle(state, number)
    if levels_of(state, number)[1] < 0:
        raise Failure("Waterfall_BelowMaintenanceMargin")
    state.end_announcement(number)


def put_announced(state, number):
    state.announced[number], state.waited[number] = state.time, waited_now(state, number)
    state.note("accountAnnounced", number, state.time)


def planned(state, number):
    """The account and the plan of 23 for it; failures by their names."""
    try:
        case = case_of(state, number, state.liquidation.graduated.rules, seconds_of(state, number))
        case.spend = counter(state)
        plan = plan_of(case)
        case.spend(0)
    except Fault as fault:
        below = fault.name == "Reduction_NotBelowMaintenance"
        raise Failure("DA_AccountIsAboveMaintenanceMargin" if below else fault.name) from None
    return case, plan


def counter(state):
    """Counts the work of a plan; once it was not enough, every further count is refused too."""
    used_up = False

    def spend(units):
        nonlocal used_up
        try:
            if used_up:
                raise Failure(TOO_MUCH_WORK)
            state.spend(units)
        except Failure:
            used_up = True
            raise
    return spend


def reduce(state, number, keeper, steps, part, least_discount, expected_trade, caller):
    """WF-6: what cash the account gains, the discount and the notional."""
    if state.liquidation.graduated is None:
        raise Failure("Waterfall_NotGraduated")
    account = state.accounts.get(number)
    if expected_trade not in (0, account.last_trade if account else 0):
        raise Failure("DA_InvalidLastTradeId")
    refuse_unlisted(state, number)
    if keeper == number:
        raise Failure("Waterfall_KeeperIsAccount")
    if keeper not in state.accounts or state.accounts[keeper].manager != account.manager:
        raise Failure("DA_CannotBidWithDifferentManager")
    if state.accounts[keeper].owner != caller:
        raise Failure("DA_SenderNotOwner")
    refuse_paused(state, number)
    refuse_auctioned(state, number)
    refuse_auctioned(state, keeper)
    settle(state, number)
    settle(state, keeper)
    case, plan = planned(state, number)
    try:
        check(case, plan)
    except Fault as fault:
        raise Failure(fault.name) from None
    refuse_protected(state, number)
    if plan.outcome != "reached":
        raise Failure("Waterfall_Unreachable")
    taken = plan.steps[:steps] if 0 < steps < len(plan.steps) else plan.steps
    moved, gained, discount, notional_ = moved_by(case, taken, part)
    if discount < least_discount:
        raise Failure("Waterfall_DiscountTooSmall")
    cash = sint(gained - to_int(discount))
    held_before = len(state.accounts[keeper].held)
    trade, deltas = take_over(state, moved, number, keeper, cash)
    judge_keeper(state, keeper, deltas, trade, held_before)
    after = levels_and_binding(state, number)
    is_whole = any(package.kind == "whole" for step in taken for package in step.packages)
    before = plan.before
    if after[1] < before.maintenanceMargin or (not is_whole and after[0] < before.initialMargin):
        raise Failure("Waterfall_LowersMargin")
    if len(taken) == len(plan.steps) and part == W:
        if number in state.announced:
            state.end_announcement(number)
    elif not counts(state, number):
        put_announced(state, number)
    state.note("reduced", SimpleNamespace(
        account=number, keeper=keeper, seconds=case.line.seconds, rate=plan.rate, before=levels_of_plan(before), after=after,
        taken=len(taken), part=part, steps=[list(map(told, step.packages)) for step in plan.steps], trades=moved,
        cash=cash, discount=discount, notional=notional_))
    return cash, discount, notional_


def levels_of_plan(of):
    return of.initialMargin, of.maintenanceMargin, of.markToMarket, of.binding


def told(package):
    """What LG-17 has of a package that was taken."""
    return package.kind, package.isBought, [(part.leg, part.lots) for part in package.parts], package.size


def moved_by(case, taken, part):
    """WF-6 step 6: what is moved of each leg, what cash gains at the marks, the discount, the notional."""
    amounts = [
        sum(each.amount for step in taken for each in step.trades if each.place == leg.place) for leg in case.legs]
    gained = sum(step.proceeds for step in taken)
    discount = sum(step.penalty for step in taken)
    whole = sum(step.notional for step in taken)
    if part != W:
        if not 0 < part < W:
            raise Failure("Waterfall_InvalidPart")
        amounts = [part_of(case, leg, amount, part) for leg, amount in zip(case.legs, amounts)]
        if not any(amounts):
            raise Failure("Waterfall_InvalidPart")
        gained = total = 0
        for leg, amount in zip(case.legs, amounts):
            gained = sint(gained + proceeds(leg, amount))
            total = uint(total + notional(leg, absolute(amount)))
        discount = uint(discount * total) // whole if whole else 0
        whole = total
    return [(leg.instrument, amount) for leg, amount in zip(case.legs, amounts) if amount], gained, discount, whole


def part_of(case, leg, amount, part):
    """The part of a trade, down to a multiple of the leg's step, that leaves no dust."""
    size, (step, least) = umul(absolute(amount), part), case.steps(leg)
    held = absolute(leg.amount)
    if amount * leg.amount < 0 and 0 < held - (size - size % max(step, 1)) < least:
        size = max(held - least, 0)
    size -= size % max(step, 1)
    return size if amount > 0 else -size


def take_over(state, moved, number, keeper, cash):
    """WF-6 step 7: the trade's number and the keeper's deltas."""
    trade = next_trade(state)
    deltas = {}
    for instrument, amount in [*moved, *([((CASH, 0), cash)] if cash else [])]:
        move(state, number, instrument, amount, trade)
        delta, _ = move(state, keeper, instrument, sint(-amount), trade)
        add_delta(deltas, instrument, delta)
    return trade, deltas


def judge_keeper(state, keeper, deltas, trade, held_before):
    """WF-7."""
    account = state.accounts[keeper]
    manager = state.managers[account.manager]
    standard = manager.model == STANDARD
    refuse_over_cap(state, account, trade)
    refuse_not_isolated(manager, account, deltas)
    if not within_size(state, manager, account, deltas, held_before):
        raise Failure("SRM_TooManyAssets" if standard else "PMRM_2_TooManyAssets")
    if standard and not manager.borrowing and account.balance((CASH, 0)) < 0:
        raise Failure("SRM_NoNegativeCash")
    refuse_below_initial(state, keeper)


def refuse_below_initial(state, number):
    manager = state.managers[state.accounts[number].manager]
    if manager.model == STANDARD:
        if decided_standard(state, manager, number, initial=True)[0] < 0:
            raise Failure("SRM_PortfolioBelowMargin")
    elif decided_portfolio(state, manager, number, False).initialMargin < 0:
        raise Failure("PMRM_2_InsufficientMargin")
    state.note_recovered(number)


def refuse_reducible(state, number):
    """WF-9."""
    graduated = state.liquidation.graduated
    if graduated is None or (counts(state, number) and seconds_of(state, number) >= graduated.grace):
        return
    try:
        _, plan = planned(state, number)
    except Failure as failure:
        if failure.name == TOO_MUCH_WORK:
            raise
        return
    if plan.outcome == "reached":
        raise Failure("Waterfall_ReductionComesFirst")

"""Auctions: what is asked for, their start and end (DA-1 to DA-11), and when withdrawals are blocked (DA-18)."""

from types import SimpleNamespace

from ..arithmetic import (
    OUT_OF_RANGE, W, Failure, absolute, floor_div, sdiv, sint, smul, to_int, to_uint, tz, udiv, uint, umul,
)
from ..portfolio_margin import margin
from .adaptive_margin import in_force
from .breakers import age, refuse_paused, waited_now
from .grace import refuse_protected
from .model_portfolio import arranged
from .model_standard import standard_margins
from .movements import managers_movement
from .reducing import refuse_reducible, refuse_unlisted
from .settlement import settle_interest, settle_perps
from .state import CASH, STANDARD
from .trades import submit


def is_open(state, number):
    auction = state.auctions.get(number)
    return auction is not None and auction.ongoing


def open_auction(state, number, failure):
    if not is_open(state, number):
        raise Failure(failure)
    return state.auctions[number]


def margins(state, number, scenario):
    """DA-2: maintenance margin, mark to market and the margin with its buffer."""
    account = state.accounts[number]
    manager = state.managers[account.manager]
    if manager.model == STANDARD:
        maintenance, mark = standard_margins(state, manager, account, initial=False)
    else:
        portfolio = arranged(state, manager, account, scenarios=1)
        if scenario >= len(manager.scenarios):
            raise Failure(OUT_OF_RANGE)
        rules = in_force(state, manager, account)
        result = margin(rules.parameters, [rules.scenarios[scenario]], portfolio)
        maintenance, mark = result.maintenanceMargin, result.markToMarket
    return maintenance, mark


def buffered(state, maintenance, mark):
    return sint(maintenance + smul(sint(maintenance - mark), state.liquidation.parameters.bufferMarginPercentage))


def discount(state, auction):
    """DA-3."""
    of = state.liquidation.parameters
    passed = age(state, auction.start, auction.waited)
    if passed < of.fastAuctionLength:
        fall = uint((of.startingMtMPercentage - of.fastAuctionCutoffPercentage) * passed) // of.fastAuctionLength
        return of.startingMtMPercentage - fall
    if is_over(state, auction):
        return 0
    cutoff = of.fastAuctionCutoffPercentage
    return uint(cutoff - udiv(umul(cutoff, passed - of.fastAuctionLength), of.slowAuctionLength))


def is_over(state, auction):
    """Whether a solvent auction has had all its time."""
    of = state.liquidation.parameters
    return age(state, auction.start, auction.waited) >= uint(of.fastAuctionLength + of.slowAuctionLength)


def largest_part(state, mark, with_buffer, d, reserved):
    """DA-4."""
    if mark < state.liquidation.cutoff:
        return W
    b = min(with_buffer, 0)
    below = sint(sint(b - smul(mark, to_int(d))) - to_int(umul(reserved, uint(W - d))))
    return to_uint(sdiv(b, below))


def price(state, number):
    """DA-5."""
    auction = open_auction(state, number, "DA_AuctionNotStarted")
    return price_of(state, auction, *margins(state, number, auction.scenario))


def price_of(state, auction, maintenance, mark):
    if not auction.insolvent:
        of = state.liquidation.parameters
        length = uint(of.fastAuctionLength + of.slowAuctionLength)
        uint(auction.start + length)  # DA-19
        if age(state, auction.start, auction.waited) >= length:
            return 0
        if to_int(auction.reserved) > mark:
            raise Failure("DA_ReservedCashGreaterThanMtM")
        return smul(sint(mark - to_int(auction.reserved)), to_int(discount(state, auction)))
    if maintenance >= 0:
        return 0
    passed, length = age(state, auction.start, auction.waited), state.liquidation.parameters.insolventAuctionLength
    if passed >= length:
        return maintenance
    m = min(mark, 0)
    return sint(tz(sint(sint(maintenance - m) * passed), to_int(length)) + m)


def status(state, number):
    """DA-6: whether it can be terminated, and the margins."""
    auction = open_auction(state, number, "DA_NotOngoingAuction")
    by_maintenance = auction.insolvent or is_over(state, auction)
    maintenance, mark = margins(state, number, auction.scenario)
    with_buffer = buffered(state, maintenance, mark)
    if by_maintenance:
        can_end = maintenance >= 0
    else:
        can_end = mark < 0 or to_int(auction.reserved) >= mark or with_buffer >= 0
    return SimpleNamespace(can_end=can_end, maintenance=maintenance, mark=mark, buffered=with_buffer)


def largest_proportion(state, number):
    """DA-4, as a view."""
    now, auction = status(state, number), state.auctions[number]
    if now.mark < 0:
        raise Failure("DA_SolventAuctionEnded")
    return largest_part(state, now.mark, now.buffered, discount(state, auction), auction.reserved)


# Start and end


def start(state, number, scenario):
    """DA-7."""
    refuse_unlisted(state, number)
    refuse_paused(state, number)
    settle_interest(state, number)
    settle_perps(state, number)
    maintenance, mark = margins(state, number, scenario)
    if maintenance >= 0:
        raise Failure("DA_AccountIsAboveMaintenanceMargin")
    refuse_protected(state, number)
    if is_open(state, number):
        raise Failure("DA_AuctionAlreadyStarted")
    if mark > 0:
        refuse_reducible(state, number)
        charge(state, number, mark, buffered(state, maintenance, mark))
        put(state, number, scenario, insolvent=False, cached=0)
    else:
        put_insolvent(state, number, scenario, maintenance)


def put(state, number, scenario, insolvent, cached):
    state.auctions[number] = SimpleNamespace(
        scenario=scenario, insolvent=insolvent, ongoing=True, cached=cached, start=state.time, reserved=0,
        waited=waited_now(state, number))
    state.note("auction", number, scenario, insolvent)


def put_insolvent(state, number, scenario, maintenance):
    cached = to_uint(sint(-maintenance))
    put(state, number, scenario, insolvent=True, cached=cached)
    state.insolvent_margin = uint(state.insolvent_margin + cached)


def charge(state, number, mark, with_buffer):
    """DA-8."""
    part = largest_part(state, mark, with_buffer, W, 0)
    fee = umul(umul(part, absolute(mark)), state.liquidation.parameters.liquidatorFeeRate)
    if fee == 0:
        return
    name = state.accounts[number].manager
    paid = state.security_module
    managers_movement(state, name, number, (CASH, 0), sint(-to_int(fee)))
    if state.on("auctionsWhilePaused"):
        managers_movement(state, state.account(paid).manager, paid, (CASH, 0), to_int(fee))
        return
    if state.account(paid).manager == name:
        managers_movement(state, name, paid, (CASH, 0), to_int(fee))
        return
    internal = state.managers[name].internal_account
    managers_movement(state, name, internal, (CASH, 0), to_int(fee))
    submit(state, [(internal, paid, (CASH, 0), to_int(fee))], state.accounts[internal].owner)


def end(state, number):
    """DA-9."""
    auction = state.auctions[number]
    auction.ongoing = False
    state.note("auctionEnded", number)
    state.insolvent_margin = uint(state.insolvent_margin - auction.cached)


def terminate(state, number):
    """DA-9."""
    if not status(state, number).can_end:
        raise Failure("DA_AuctionCannotTerminate")
    end(state, number)


def convert(state, number):
    """DA-10."""
    refuse_paused(state, number)
    if number not in state.accounts:
        raise Failure("EmptyRevert")
    auction = state.auctions.get(number)
    maintenance, mark = margins(state, number, auction.scenario if auction else 0)
    buffered(state, maintenance, mark)
    counts = auction is not None and (auction.ongoing or not state.on("conversionAfterEnd"))
    if counts and auction.insolvent:
        raise Failure("DA_AuctionAlreadyInInsolvencyMode")
    open_auction(state, number, "DA_AuctionNotStarted")
    if price_of(state, auction, maintenance, mark) > 0:
        raise Failure("DA_OngoingSolventAuction")
    if maintenance >= 0:
        raise Failure("DA_AccountIsAboveMaintenanceMargin")
    refuse_protected(state, number)
    put_insolvent(state, number, auction.scenario, maintenance)


def update_scenario(state, number, scenario):
    """DA-11."""
    auction = open_auction(state, number, "DA_AuctionNotStarted")
    maintenance = margins(state, number, scenario)[0]
    manager = state.managers[state.accounts[number].manager]
    is_gone = manager.model != STANDARD and auction.scenario >= len(manager.scenarios)
    if state.on("conversionAfterEnd") and is_gone:
        pass  # CL-80: every scenario of the list takes the place of one that is gone
    elif maintenance >= margins(state, number, auction.scenario)[0]:
        raise Failure("DA_ScenarioIdNotWorse")
    auction.scenario = scenario
    state.note("scenario", number, scenario)

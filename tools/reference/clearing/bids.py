"""Bids on auctions, and who pays for insolvent ones (DA-12 to DA-17)."""

from ..arithmetic import W, Failure, absolute, sint, smul, to_int, to_uint, uint, umul
from .auctions import discount, end, largest_part, price, status
from .breakers import refuse_paused
from .cash import exchange_rate
from .deleveraging import deleverage
from .exact_cash import is_exact
from .fund import count_payment, rest_of_fund
from .grace import refuse_protected
from .managers import assets_movement
from .movements import managers_movement
from .reduced_account import levels_of
from .reducing import refuse_below_initial, refuse_unlisted
from .settlement import settle_interest, settle_perps
from .state import CASH
from .trades import submit


def bid(state, number, bidder, percent, limit, expected_trade, caller):
    """DA-12: the part, what the bidder paid and what it was paid."""
    if not 0 < percent <= W:
        raise Failure("DA_InvalidPercentage")
    account = state.accounts.get(number)
    if expected_trade not in (0, account.last_trade if account else 0):
        raise Failure("DA_InvalidLastTradeId")
    refuse_unlisted(state, number)
    refuse_paused(state, number)
    if bidder not in state.accounts or state.accounts[bidder].manager != account.manager:
        raise Failure("DA_CannotBidWithDifferentManager")
    settle_interest(state, number)
    settle_perps(state, number)
    refuse_protected(state, number)
    if state.accounts[bidder].owner != caller:
        raise Failure("DA_SenderNotOwner")
    now = status(state, number)
    if now.can_end:
        raise Failure("DA_AuctionShouldBeTerminated")
    bid_on = bid_on_insolvent if state.auctions[number].insolvent else bid_on_solvent
    answer = bid_on(state, number, bidder, percent, limit, now)
    state.note("bid", number, bidder, *answer)
    return answer


# What a bid that is not judged falls short of (WF-10).
BELOW_INITIAL, LOWERS_MARGIN = 1, 2


def bid_on_solvent(state, number, bidder, percent, limit, now):
    """DA-13."""
    auction = state.auctions[number]
    whole = price(state, number)
    if whole <= 0:
        raise Failure("DA_SolventAuctionEnded")
    largest = largest_part(state, now.mark, now.buffered, discount(state, auction), auction.reserved)
    part = min(percent, largest)
    cash = umul(whole, part)
    backing = umul(absolute(sint(now.buffered - to_int(auction.reserved))), part)
    before = levels_if_judged(state, number)
    refuse_bidder(state, bidder, uint(cash + backing))
    move_part(state, number, bidder, part, cash)
    auction.reserved = uint(auction.reserved + cash)
    if percent >= largest:
        end(state, number)
    judge_bid(state, number, bidder, before)
    if limit != 0 and to_int(cash) > limit:
        raise Failure("DA_PriceLimitExceeded")
    return part, cash, 0


def bid_on_insolvent(state, number, bidder, percent, limit, now):
    """DA-14."""
    payout = umul(to_uint(sint(-price(state, number))), percent)
    before = levels_if_judged(state, number)
    refuse_bidder(state, bidder, uint(umul(absolute(now.maintenance), percent) - payout))
    paid = pay_from_module(state, number, bidder, payout)
    missing = deleverage(state, number, bidder, payout - paid) if paid < payout else 0
    if missing:
        socialise(state, bidder, missing)
    move_part(state, number, bidder, percent, 0)
    if percent == W:
        end(state, number)
    judge_bid(state, number, bidder, before)
    if limit != 0 and -to_int(payout) > limit:
        raise Failure("DA_PriceLimitExceeded")
    return percent, 0, payout


def levels_if_judged(state, number):
    if state.liquidation.judges_bids:
        return levels_of(state, number)
    return read_levels(state, number) if state.record is not None else None


def read_levels(state, number):
    """Levels for what is only noted: None where they are refused."""
    try:
        return levels_of(state, number)
    except Failure as failure:
        if failure.name == "Clearing_TooMuchWork":
            raise
        return None


def judge_bid(state, number, bidder, before):
    """WF-10; `before` are the account's levels before anything has moved."""
    if state.liquidation.judges_bids:
        refuse_below_initial(state, bidder)
        if levels_of(state, number)[1] < before[1]:
            raise Failure("Waterfall_LowersMargin")
    elif state.record is not None:
        of_bidder = read_levels(state, bidder)
        lacks = BELOW_INITIAL if of_bidder is None or of_bidder[0] < 0 else 0
        after = read_levels(state, number) if before is not None else None
        if after is None or after[1] < before[1]:
            lacks |= LOWERS_MARGIN
        if lacks:
            state.note("bidFellShort", number, bidder, lacks)


def refuse_bidder(state, number, needed):
    account = state.accounts[number]
    if account.held != [(CASH, 0)]:
        raise Failure("DA_InvalidBidderPortfolio")
    if account.balance((CASH, 0)) < to_int(needed):
        raise Failure("DA_InsufficientCash")


def move_part(state, number, bidder, part, cash):
    """DA-15."""
    account = state.accounts[number]
    manager = account.manager
    reserved = to_int(state.auctions[number].reserved)
    for instrument in list(account.held):
        balance = account.balance(instrument)
        if instrument[0] == CASH:
            balance = sint(balance - reserved)
        amount = smul(balance, to_int(part))
        managers_movement(state, manager, number, instrument, sint(-amount))
        managers_movement(state, manager, bidder, instrument, amount)
    if cash != 0:
        managers_movement(state, manager, bidder, (CASH, 0), -to_int(cash))
        managers_movement(state, manager, number, (CASH, 0), to_int(cash))


def pay_from_module(state, number, bidder, payout):
    """DA-16, WF-14: what was paid."""
    if not state.liquidation.module_pays:
        raise Failure("SM_NotWhitelisted")
    module = state.security_module
    account = state.accounts[module]
    balance = account.balance((CASH, 0))
    paid = min(to_uint(max(balance, 0) if state.on("securityModuleInDebt") else balance), payout)
    rest = rest_of_fund(state, number)
    paid = paid if rest is None else min(paid, rest)
    count_payment(state, number, paid)
    if state.on("auctionsWhilePaused"):
        managers_movement(state, account.manager, module, (CASH, 0), -to_int(paid))
        managers_movement(state, state.accounts[bidder].manager, bidder, (CASH, 0), to_int(paid))
        return paid
    submit(state, [(module, bidder, (CASH, 0), to_int(paid))], account.owner)
    return paid


def socialise(state, bidder, loss):
    """DA-17."""
    cash = state.cash
    from_fees = min(loss, cash.accrued_fees)
    cash.accrued_fees -= from_fees
    if is_exact(state):
        cash.unbacked = uint(cash.unbacked + loss - from_fees)
    state.note("loss", loss)
    if state.on("auctionsWhilePaused"):
        managers_movement(state, state.accounts[bidder].manager, bidder, (CASH, 0), to_int(loss))
    else:
        assets_movement(state, bidder, (CASH, 0), to_int(loss))
    if not cash.withdraw_fee_on and exchange_rate(state) < W:
        cash.withdraw_fee_on = True
        cash.previous_fee, cash.fee = cash.fee, W

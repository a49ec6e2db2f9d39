"""The state in the form of a trace (JS-15), and what a step has changed of it."""

from ..arithmetic import Failure
from .auctions import discount, is_open, largest_proportion, price, status
from .cash import exchange_rate
from .exact_cash import is_exact
from .model_portfolio import portfolio_margins
from .model_standard import standard_margins
from .perps import funding_rate, unsettled_cash
from .state import CASH, OPTION, PERP, STANDARD
from .tokens import withdrawals_blocked

WHOLE = {"perpPositions": 3, "shares": 2, "margins": 2, "allowances": 2, "auctions": 2, "auctionViews": 2,
         "watches": 2, "waited": 2, "auctionWaited": 2, "rises": 3}


def viewed(view, form=str):
    """A view's value as text, or in another form."""
    try:
        return form(view())
    except Failure as failure:
        return f"revert:{failure.name}"


def instrument_text(state, instrument):
    name, sub = instrument
    option = name != CASH and state.assets[name].kind == OPTION
    return f"{name}#{sub}" if option else name


class Told:
    """Snapshots of a state; margins are computed again only where something that they read has changed."""

    def __init__(self, special):
        self.special = special
        self.opened = {}  # account: the manager under which it was opened
        self.known = {}

    def snapshot(self, state, revision):
        accounts = state.accounts
        for number, account in accounts.items():
            self.opened.setdefault(number, account.manager)
        perps = {name: asset for name, asset in state.assets.items() if asset.kind == PERP}
        return {
            "balances": present({
                str(number): {instrument_text(state, each): str(account.balance(each)) for each in account.balances}
                for number, account in accounts.items()}),
            "cashIndex": {
                str(number): str(account.cash_index) for number, account in accounts.items() if account.cash_index},
            "shares": {
                str(number): {"shares": str(account.shares), "remainder": str(account.remainder)}
                for number, account in accounts.items() if account.shares or account.remainder},
            "managers": {
                str(number): account.manager for number, account in accounts.items()
                if account.manager != self.opened[number]},
            "cash": cash_state(state),
            "perps": {name: perp_state(state, asset) for name, asset in perps.items()},
            "perpPositions": present({
                name: {
                    str(number): memory_state(account.perps[name]) for number, account in accounts.items()
                    if name in account.perps and any(vars(account.perps[name]).values())}
                for name in perps}),
            "perpUnsettled": present({
                name: {
                    str(number): viewed(lambda: unsettled_cash(state, account, name))
                    for number, account in accounts.items() if account.balance((name, 0))}
                for name in perps}),
            "openInterest": {
                instrument_text(state, (name, sub)): str(interest.value)
                for name, asset in state.assets.items() for sub, interest in asset.open_interest.items()}
            | {name: "0" for name, asset in perps.items() if not asset.open_interest},
            "totalPosition": present({
                name: {
                    manager: str(position.value) for manager, position in asset.positions.items() if position.value}
                for name, asset in state.assets.items()}),
            "optionTotal": present({
                name: {
                    str(number): str(account.option_total[name]) for number, account in accounts.items()
                    if account.option_total.get(name)}
                for name in state.assets}),
            "margins": {
                str(number): self.margins(state, number, account, revision)
                for number, account in accounts.items() if account.held and number not in self.special},
            "auctions": {str(number): auction_state(auction) for number, auction in state.auctions.items()},
            "auctionViews": {
                str(number): auction_views(state, number) for number in state.auctions if is_open(state, number)},
            "liquidation": {
                "totalInsolventMM": str(state.insolvent_margin), "withdrawBlocked": viewed(lambda: withdrawals_blocked(state), bool)},
            "announced": {str(number): str(since) for number, since in state.announced.items()},
            "auctionWaited": present({str(number): texts(auction.waited) for number, auction in state.auctions.items()}),
            "waited": present({str(number): texts(waited) for number, waited in state.waited.items()}),
            "sums": sums_state(state.sums),
            "rises": rises_state(state),
            "levels": levels_state(state),
            "watches": {
                market: {name: str(value) for name, value in vars(watch).items()}
                for market, watch in state.watches.items()},
            "lastTradeId": str(state.last_trade),
            "accountTradeId": {
                str(number): str(account.last_trade) for number, account in accounts.items() if account.last_trade},
            "allowances": {
                f"{number}/{delegate}/{what if isinstance(what, str) else '#'.join(map(str, what))}":
                {"positive": str(positive), "negative": str(negative)}
                for (number, _, delegate, what), (positive, negative) in state.allowances.items()},
        }

    def margins(self, state, number, account, revision):
        """`revision` changes with every time, price and parameter."""
        key = (
            revision, [(each, account.balance(each)) for each in account.held],
            [(name, list(vars(memory).values())) for name, memory in account.perps.items()],
            [(asset.perp.aggregate, asset.perp.last_paid, asset.perp.rate_in_force) for asset in state.assets.values()
             if asset.perp],
            account.manager, interest_read(state, account))
        if self.known.get(number, (None,))[0] != key:
            manager = state.managers[account.manager]
            view = standard_views if manager.model == STANDARD else portfolio_views
            self.known[number] = key, view(state, manager, account)
        return self.known[number][1]


def interest_read(state, account):
    """What a margin with interest depends on besides (CL-67)."""
    if not state.on("marginsWithInterest"):
        return None
    return account.cash_index, account.shares, account.remainder, repr(sorted(
        (name, value) for name, value in vars(state.cash).items() if name not in ("managers", "model")))


def standard_views(state, manager, account):
    """CL-47."""
    values = {}
    for name, initial in (("IM", True), ("MM", False)):
        try:
            margin, mark = standard_margins(state, manager, account, initial)
            values[name] = str(margin)
            values.setdefault("MtM", str(mark))
        except Failure as failure:
            values[name] = f"revert:{failure.name}"
    return values


def portfolio_views(state, manager, account):
    try:
        result = portfolio_margins(state, manager, account)
    except Failure as failure:
        return {name: f"revert:{failure.name}" for name in ("IM", "MM")}
    return {
        "IM": str(result.initialMargin), "MtM": str(result.markToMarket),
        "worstIM": str(result.worstScenarioInitial), "MM": str(result.maintenanceMargin),
        "worstMM": str(result.worstScenarioMaintenance)}


EXACT = {
    "supplyShares": "supply_shares", "supplyRemainder": "supply_remainder", "borrowShares": "borrow_shares",
    "borrowRemainder": "borrow_remainder", "feeRemainder": "fee_remainder", "unbacked": "unbacked"}


def cash_state(state):
    cash = state.cash
    exact = {word: str(getattr(cash, name)) for word, name in EXACT.items()} if is_exact(state) else {}
    return exact | {
        "totalSupply": str(cash.total_supply), "totalBorrow": str(cash.total_borrow),
        "netSettledCash": str(cash.net_settled), "accruedSmFees": str(cash.accrued_fees),
        "borrowIndex": str(cash.borrow_index), "supplyIndex": str(cash.supply_index),
        "lastTimestamp": str(cash.last_timestamp), "smFeePercentage": str(cash.fee),
        "previousSmFeePercentage": str(cash.previous_fee),
        "temporaryWithdrawFeeEnabled": cash.withdraw_fee_on, "stableBalance": str(cash.tokens),
        "exchangeRate": viewed(lambda: exchange_rate(state))}


def perp_state(state, asset):
    perp = asset.perp
    in_force = {"rateInForce": str(perp.rate_in_force), "indexInForce": str(perp.index_in_force)}
    return (in_force if state.on("fundingByReadings") else {}) | {
        "aggregatedFunding": str(asset.perp.aggregate), "lastFundingPaidAt": str(asset.perp.last_paid),
        "isDisabled": asset.perp.disabled, "fundingRate": viewed(lambda: funding_rate(state, asset)[0])}


def sums_state(sums):
    """What is not 0."""
    values = {
        "paidAt": sums.paid_at, "paidThen": sums.paid_then, "paidInWindow": sums.paid_in_window,
        "lostAt": sums.lost_at, "lostInWindow": sums.lost_in_window, "withdrawnAt": sums.withdrawn_at,
        "withdrawnInWindow": sums.withdrawn_in_window}
    told = {name: str(value) for name, value in values.items() if value}
    by_market = {market: str(paid) for market, paid in sums.paid_by_market.items()}
    return told | ({"paidByMarket": by_market} if by_market else {})


def rises_state(state):
    told = {}
    for (name, manager), rise in state.rises.items():
        told.setdefault(name, {})[manager] = {"time": str(rise.time), "start": str(rise.start), "told": rise.told}
    return told


def levels_state(state):
    """AM-5, AM-6."""
    return present({
        name: {str(place): level_state(level) for place, level in enumerate(manager.levels)}
        for name, manager in state.managers.items()})


def level_state(level):
    told = {member: str(value) for member, value in vars(level).items() if member != "past"}
    return told | present({"past": {str(until): str(before) for before, until in level.past}})


def auction_state(auction):
    return {
        "scenarioId": str(auction.scenario), "insolvent": auction.insolvent, "ongoing": auction.ongoing,
        "cachedMM": str(auction.cached), "startTime": str(auction.start), "reservedCash": str(auction.reserved)}


def auction_views(state, number):
    """DA-21."""
    try:
        now = status(state, number)
        views = {
            "canTerminate": now.can_end, "mm": str(now.maintenance), "bm": str(now.buffered), "mtm": str(now.mark)}
    except Failure as failure:
        views = {"status": f"revert:{failure.name}"}
    views["bidPrice"] = viewed(lambda: price(state, number))
    if not state.auctions[number].insolvent:
        views["discount"] = viewed(lambda: discount(state, state.auctions[number]))
        views["maxProportion"] = viewed(lambda: largest_proportion(state, number))
    return views


def memory_state(memory):
    return {
        "lastMarkPrice": str(memory.mark), "funding": str(memory.funding), "pnl": str(memory.pnl),
        "lastAggregatedFunding": str(memory.aggregate), "lastFundingPaid": "0"}


def texts(numbers):
    return {str(name): str(value) for name, value in numbers.items()}


def present(groups):
    return {name: members for name, members in groups.items() if members}


def changes(before, after, group=None, depth=1):
    """What a step has changed, None for an entry that is no more."""
    found = {}
    for name in [*before, *(name for name in after if name not in before)]:
        inner = group or name
        old, new = before.get(name), after.get(name)
        if old == new or (old is None and new == {}):
            continue
        whole = WHOLE.get(inner) == depth
        if not whole and isinstance(old or new, dict) and isinstance(new or old, dict):
            found[name] = changes(old or {}, new or {}, inner, depth + 1)
        else:
            found[name] = new
    return found

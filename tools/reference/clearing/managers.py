"""How a manager judges a change (CL-39 to CL-44), and what is judged besides trades (CL-14, CL-33, CL-36)."""

from types import SimpleNamespace

from ..arithmetic import Failure, absolute, sint, uint, umul
from ..pricing import option_id_decode
from .adaptive_margin import in_force
from .cash import print_cash
from .model_portfolio import arranged, margins_of_arranged
from .model_standard import margins_of, read
from .movements import managers_movement, move, next_trade
from .readings import forward_price, mark, of_expiry
from .state import CASH, OPTION, PERP, PORTFOLIO, STANDARD, TOKEN, window


def judge(state, number, deltas, caller, trade, size_before):
    """CL-39; `size_before` are the holdings before the first movement of the trade (CL-61)."""
    account = state.accounts[number]
    held = len(account.held)
    state.spend(held + len(deltas) * (2 + held // 16))
    manager = state.managers[account.manager]
    if manager.judging:
        raise Failure("ReentrancyGuardReentrantCall")
    manager.judging = True
    if manager.paused:
        raise Failure("BM_AdjustmentsPaused")
    refuse_over_cap(state, account, trade)
    cash_before = account.balance((CASH, 0))
    charge_fee(state, manager, number, deltas, caller, trade)
    if number in state.auctions and state.auctions[number].ongoing:
        raise Failure("BM_AccountUnderLiquidation")
    admit(state, manager, number, deltas, caller, size_before, cash_before)
    manager.judging = False


def refuse_over_cap(state, account, trade):
    """CL-40."""
    for name, _ in account.held:
        if name == CASH:
            continue
        position = state.assets[name].position(account.manager)
        if state.on("capsOfMovedAssets") and position.trade != trade:
            continue
        if position.value > position.before_trade(trade):
            if position.value > position.cap:
                raise Failure("BM_AssetCapExceeded")
            if position.trade == trade:
                refuse_fast_rise(state, name, account.manager, position)


def refuse_fast_rise(state, name, manager, position):
    """WF-26."""
    limit = state.liquidation.interest
    growth = limit.growth.get(name) if limit is not None else None
    if growth is None:
        return
    kept = state.rises.get((name, manager))
    if kept is None or window(kept.time, limit.seconds) != window(state.time, limit.seconds):
        kept = state.rises[name, manager] = SimpleNamespace(time=state.time, start=position.before, told=False)
    rise = max(position.value - kept.start, 0)
    if rise > growth:
        raise Failure("Waterfall_InterestLimit")
    kept.told = kept.told or rise >= growth - growth // 10


def charge_fee(state, manager, number, deltas, caller, trade):
    """CL-41."""
    if caller is not None and caller in manager.without_fee:
        return
    charged = manager.assets(OPTION, PERP)
    fee = 0
    for (name, sub), delta in deltas.items():
        if name not in charged:
            continue
        asset, rate = state.assets[name], manager.fee_rates.get(name, 0)
        interest = asset.interest(sub)
        grows = interest.value > interest.before_trade(trade)
        if state.on("feesReadWhenDue") and not (grows and rate != 0 and manager.fee_recipient != 0):
            continue
        if asset.kind == OPTION:
            price = forward_price(of_expiry(state, asset.market, "fwd", option_id_decode(sub)[0]))
        else:
            price = mark(state, asset).price
        if grows:
            fee = uint(fee + umul(umul(absolute(delta), price), rate))
    if fee == 0 or manager.fee_recipient == 0:
        return
    fee = max(fee, manager.min_fee)
    name = payer = state.accounts[number].manager
    if state.on("feesAcrossManagers") and manager.fee_recipient in state.accounts:
        payer = state.accounts[manager.fee_recipient].manager
    managers_movement(state, name, number, (CASH, 0), -fee)
    managers_movement(state, payer, manager.fee_recipient, (CASH, 0), fee)
    state.note("fee", number, manager.fee_recipient, fee)


def admit(state, manager, number, deltas, caller, size_before, cash_before):
    standard = manager.model == STANDARD
    account = state.accounts[number]
    adds = (adds_risk_standard if standard else adds_risk_portfolio)(state, manager, number, deltas)
    refuse_not_isolated(manager, account, deltas)
    if not within_size(state, manager, account, deltas, size_before):
        raise Failure("SRM_TooManyAssets" if standard else "PMRM_2_TooManyAssets")
    if not adds:
        return
    trusted = caller is not None and caller in manager.trusted
    if standard:
        takes_cash = deltas.get((CASH, 0), 0) < 0
        if state.on("wholeBorrowingBan"):
            takes_cash = takes_cash or account.balance((CASH, 0)) < cash_before
        if not manager.borrowing and account.balance((CASH, 0)) < 0 and takes_cash:
            raise Failure("SRM_NoNegativeCash")
        margin, _ = decided_standard(state, manager, number, initial=not trusted)
        if margin < 0:
            raise Failure("SRM_PortfolioBelowMargin")
        return
    result = decided_portfolio(state, manager, number, trusted)
    if (result.maintenanceMargin if trusted else result.initialMargin) < 0:
        raise Failure("PMRM_2_InsufficientMargin")


def decided_standard(state, manager, number, initial):
    """A margin with what it was computed from, for the decision's receipt (LG-18)."""
    account = state.accounts[number]
    portfolio = read(state, manager, account, initial)
    rules = in_force(state, manager, account)
    return decided(state, number, STANDARD, initial, portfolio, lambda: margins_of(rules, portfolio, initial))


def decided_portfolio(state, manager, number, trusted):
    scenarios = 3 if trusted else len(manager.scenarios)
    account = state.accounts[number]
    portfolio = arranged(state, manager, account, scenarios)
    rules = in_force(state, manager, account)
    return decided(
        state, number, PORTFOLIO, trusted, portfolio, lambda: margins_of_arranged(rules, portfolio, trusted))


def decided(state, number, model, switch, portfolio, compute):
    def keep(result):
        if state.record is not None:
            manager = state.accounts[number].manager
            state.record.decisions.append((number, manager, model, switch, portfolio, result))

    try:
        result = compute()
    except Failure as failure:
        keep(failure.name)
        raise
    keep(result)
    return result


def adds_risk_standard(state, manager, number, deltas):
    """CL-42."""
    account, adds = state.accounts[number], False
    perps, others = manager.assets(PERP), manager.assets(OPTION, TOKEN)
    for (name, sub), delta in deltas.items():
        if name in perps:
            settle_perp(state, number, name)
            balance = account.balance((name, sub))
            adds = adds or (delta > 0 and balance > 0) or (delta < 0 and balance < 0)
        elif name == CASH or name in others:
            adds = adds or delta < 0
        else:
            raise Failure("SRM_UnsupportedAsset")
    return adds


def adds_risk_portfolio(state, manager, number, deltas):
    """CL-43."""
    adds = False
    for (name, _), delta in deltas.items():
        if name == manager.perp:
            settle_perp(state, number, name)
            adds = True
        elif name in (CASH, manager.option) or name in manager.parameters.collaterals:
            adds = adds or delta < 0
        else:
            raise Failure("PMRM_2_UnsupportedAsset")
    return adds


def is_isolated(manager, account):
    """CL-76: at most one option or perp, and all but cash of one market."""
    held = [name for name, _ in account.held if name != CASH]
    derivatives = [name for name in held if name in manager.assets(OPTION, PERP)]
    markets = {market for market, assets in manager.markets.items() for name in held if name in assets.values()}
    return len(derivatives) <= 1 and len(markets) <= 1


def refuse_not_isolated(manager, account, deltas):
    """CL-76."""
    if not manager.isolated or is_isolated(manager, account):
        return
    for instrument, delta in deltas.items():
        balance = account.balance(instrument)
        if instrument[0] != CASH and delta != 0 and balance != 0 and (delta > 0) == (balance > 0):
            raise Failure("Clearing_NotIsolated")


def within_size(state, manager, account, deltas, size_before):
    """CL-44."""
    size = len(account.held)
    if size <= manager.max_account_size:
        return True
    if state.on("sizeBeforeTrade"):
        return size <= size_before
    before = size
    for instrument, delta in deltas.items():
        if delta == 0:
            continue
        balance = account.balance(instrument)
        before += 1 if balance == 0 else -1 if balance == delta else 0
    return size <= before


def assets_movement(state, number, instrument, amount):
    """CL-14: judged, without a caller."""
    trade = next_trade(state)
    size = len(state.accounts[number].held) if number in state.accounts else 0
    delta, _ = move(state, number, instrument, amount, trade)
    judge(state, number, {instrument: delta}, None, trade, size)


def settle_perp(state, number, name):
    """CL-33."""
    account, asset = state.accounts[number], state.assets[name]
    memory = account.perp(name)
    owed = sint(memory.pnl + memory.funding)
    memory.pnl = memory.funding = 0
    if asset.perp.disabled and account.balance((name, 0)) != 0:
        erase(state, number, name)
    if owed != 0:
        print_cash(state, owed)
        managers_movement(state, account.manager, number, (CASH, 0), owed)
        state.note("perpSettled", number, name, owed)


def erase(state, number, name):
    """CL-36."""
    trade = next_trade(state)
    account = state.accounts[number]
    balance, size = account.balance((name, 0)), len(account.held)
    account.store((name, 0), 0)
    position, interest = state.assets[name].position(account.manager), state.assets[name].interest(0)
    interest.settled += balance
    if state.on("closureTracked"):
        position.value = uint(position.value - absolute(balance))
        interest.value = uint(interest.value - max(balance, 0))
    account.last_trade = trade
    state.note("moved", number, (name, 0), balance, 0)
    if not state.on("closureWithoutJudgement"):
        judge(state, number, {(name, 0): sint(-balance)}, None, trade, size)

"""What a checkpoint says of a block (LG-22, LG-29, LG-30), from the specification alone."""

import pickle

from ..arithmetic import W, Failure, sint, smul, to18_round_up, to_int, udiv, uint
from ..clearing.cash import accrue
from ..clearing.exact_cash import exact_balance, is_exact
from ..clearing.model_portfolio import portfolio_margins
from ..clearing.model_standard import standard_margins
from ..clearing.perps import unsettled_cash
from ..clearing.state import CASH, OPTION, PERP, STANDARD, TOKEN
from ..commitment import Refused, Trees, check_leaf, encode_record, refuse_if
from ..commitment_assets import AssetTree
from ..keccak import keccak256
from ..pricing import option_id_decode

AGELESS = 2**62  # seconds
EMPTY_ROOT = keccak256(b"\x54\0" + bytes(4))
REFUSED = (Failure, Refused)


def copied(state):
    return pickle.loads(pickle.dumps(state))


def settled(state):
    """The state with interest; CL-67 by balances that are what models are to read."""
    of = copied(state)
    try:
        accrue(of)
    except REFUSED:
        of = copied(state)
        of.rules -= {"marginsWithInterest"}
        return of
    of.rules -= {"marginsWithInterest"}
    for account in of.accounts.values():
        balance = account.balances.get((CASH, 0), 0)
        if is_exact(of) and balance != 0:
            account.balances[CASH, 0] = exact_balance(account, of.cash.borrow_index, of.cash.supply_index) // W
        elif account.cash_index != 0 and balance != 0:
            index = of.cash.borrow_index if balance < 0 else of.cash.supply_index
            try:
                account.balances[CASH, 0] = smul(to_int(udiv(index, account.cash_index)), balance)
            except REFUSED:
                account.refused_cash = True
    return of


def ageless(state):
    of = copied(state)
    of.feeds.heartbeats = {feed: AGELESS for feed in of.feeds.heartbeats}
    for feed in of.signed.values():
        for name in ("heartbeat", "settlementHeartbeat"):
            if name in feed.settings:
                feed.settings[name] = AGELESS
    return of


def first_of(states, view):
    """What the first of the states has that does not refuse it; None where all do."""
    for state in states:
        try:
            return view(state)
        except REFUSED:
            continue
    return None


def margins(state, number):
    """CL-47: mark to market and maintenance margin, None where refused."""
    account = state.accounts[number]
    manager = state.managers[account.manager]
    if getattr(account, "refused_cash", False):
        return None, None
    if manager.model != STANDARD:
        result = first_of([state], lambda state: portfolio_margins(state, manager, account))
        return (result.markToMarket, result.maintenanceMargin) if result else (None, None)
    initial, maintenance = (
        first_of([state], lambda state: standard_margins(state, manager, account, kind)) for kind in (True, False))
    worth = initial or maintenance
    return worth and worth[1], maintenance and maintenance[0]


class Block:
    """Accounts and figures of a ledger's last block."""

    def __init__(self, ledger, header):
        self.state, self.header = settled(ledger.state), header
        self.ageless = ageless(self.state)
        self.directory = self.state.directory
        self.venue = dict(ledger.genesis.value["venue"])

    def address(self, name):
        kind, _, place = name.partition(" ")
        lists = {"option": self.directory.options, "perp": self.directory.perps, "base": self.directory.tokens}
        return lists[kind][int(place)][1]

    def record(self, number):
        account, collaterals, perps, options = self.state.accounts[number], [], [], []
        held = {name for name, memory in account.perps.items() if any(vars(memory).values())}
        for name, sub in account.held:
            kind = CASH if name == CASH else self.state.assets[name].kind
            amount = account.balance((name, sub))
            if kind == TOKEN:
                collaterals.append((self.address(name), amount))
            elif kind == PERP:
                held.add(name)
            elif kind == OPTION:
                expiry, strike, is_call = option_id_decode(sub)
                options.append((self.address(name), expiry, strike, int(is_call), amount))
        for name in held:
            perp = (self.address(name), account.balance((name, 0)), self.unsettled(number, name))
            perps += [perp] if any(perp[1:]) else []
        return {
            "manager": self.directory.managers[account.manager][1], "cash": account.balance((CASH, 0)),
            "collaterals": sorted(collaterals), "perps": sorted(perps), "options": sorted(options)}

    def unsettled(self, number, name):
        found = first_of(
            (self.state, self.ageless), lambda state: unsettled_cash(state, state.accounts[number], name))
        if found is not None:
            return found
        memory = self.state.accounts[number].perps[name]
        total = first_of([self.state], lambda _: sint(memory.funding + memory.pnl))
        return total or 0

    def sums(self, number, cash):
        worth, maintenance = margins(self.state, number)
        below = worth is None or maintenance is None or maintenance < 0
        if worth is None:
            worth, _ = margins(self.ageless, number)
        if worth is None:
            worth = min(cash, 0)
        return max(worth, 0), max(-worth, 0), int(below)

    def accounts(self):
        gateway = self.state.gateway
        for number in range(1, len(self.state.accounts) + 1):
            record = self.record(number)
            yield {
                "owner": gateway.owners.get(number, self.state.accounts[number].owner), "record": encode_record(record),
                "sums": self.sums(number, record["cash"]), "salt": bytes(32)}

    def pending(self):
        """LG-30."""
        gateway = self.state.gateway
        tokens = sum(amount for (token, _), amount in gateway.wallets.items() if token == CASH)
        tokens += sum(each.amount for each in gateway.pending.values() if each.token == CASH)
        total = first_of([self.state], lambda state: to18_round_up(uint(tokens), state.cash.decimals))
        refuse_if(total is None, "Commitment_ColumnOutOfRange")
        return total

    def figures(self):
        cash = self.state.cash
        values = {"feesAccrued": cash.accrued_fees, "netSettledCash": cash.net_settled}
        refuse_if(values["feesAccrued"] >= 1 << 128, "Commitment_ColumnOutOfRange")
        refuse_if(not -(1 << 127) < values["netSettledCash"] < 1 << 127, "Commitment_ColumnOutOfRange")
        values["pendingWithdrawals"] = self.pending()
        refuse_if(values["pendingWithdrawals"] >= 1 << 128, "Commitment_ColumnOutOfRange")
        return values

    def checkpoint(self):
        """The members of CP-7 that follow from the log."""
        accounts, header, depth = list(self.accounts()), self.header, int(self.venue["depth"])
        for account in accounts:
            check_leaf(account["sums"])
        figures = self.figures()
        trees = Trees(depth, accounts)
        assets = AssetTree(depth, sorted(address for _, address in self.directory.tokens), accounts)
        roots, held = trees.roots(), assets.roots()
        equity, deficit, below = roots["totals"]
        return {
            "height": header.height, "time": header.time, "depth": depth, "count": len(accounts),
            "stateRoot": roots["stateRoot"], "sectionsRoot": header.state_root, "receiptsRoot": header.receipts_root,
            "inputRoot": header.input_root, "riskRoot": EMPTY_ROOT, "solvencyRoot": roots["solvencyRoot"],
            "equity": equity, "deficit": deficit, "belowMaintenance": below, "assetRoot": held["root"],
            "assets": held["assets"], "assetTotals": held["totals"], **figures,
            "securityModule": int(self.venue["securityModule"]), "feeRecipient": int(self.venue["feeRecipient"])}

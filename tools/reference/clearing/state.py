"""What a venue knows (CL-1 to CL-4, DA-1): plain records, changed by the operations of the other modules."""

from contextlib import contextmanager
from types import SimpleNamespace

from ..arithmetic import W, Failure
from ..feeds import Book, Carrying

CASH = "cash"
OPTION, PERP, TOKEN = "option", "perp", "token"

STANDARD, PORTFOLIO = "standard", "portfolio"


WORK_LIMIT = 250_000


class State:
    def __init__(self, time):
        self.time = time
        self.rules = frozenset()  # the switches that are on (CL-56)
        self.last_trade = 0
        self.cash = Cash(time)
        self.assets = {}  # name: Asset
        self.managers = {}  # name: Manager
        self.accounts = {}  # number: Account
        self.allowances = {}  # (account, owner, delegate, asset or instrument): [positive, negative]
        self.feeds = Feeds()
        self.signed = Book()  # FD-21
        self.work = None  # of the transaction that a block executes (LG-31)
        self.work_limit = WORK_LIMIT
        self.record = None  # what a ledger notes of a transaction (LG-17, LG-18)
        self.liquidation = SimpleNamespace(
            managers=set(), blocking_account=0, module_pays=True, parameters=None, cutoff=0, graduated=None,
            judges_bids=False, fund=None, deleveraging=None, oracle=None, withdrawals=None,
            interest=None)
        self.auctions = {}  # account: its last auction (DA-1)
        self.announced = {}  # account: since when (WF-3)
        self.waited = {}  # account that is announced: what its markets had waited then (WF-27)
        self.sums = Sums()  # WF-14, WF-24
        self.rises = {}  # (asset, manager): where its total stood in the window (WF-26)
        self.watches = {}  # market: its slow price (WF-22)
        self.insolvent_margin = 0
        self.security_module = 0
        self.owner = None

    def spend(self, units):
        """LG-31."""
        if self.work is not None:
            self.work = min(self.work + units, self.work_limit + 1)
            if self.work > self.work_limit:
                self.work = self.work_limit
                raise Failure(TOO_MUCH_WORK)

    @property
    def work_left(self):
        return 2**64 - 1 if self.work is None else self.work_limit - self.work

    @contextmanager
    def within(self, units):
        """What is done here may count so much at the most."""
        limit = self.work_limit
        if self.work is not None:
            self.work_limit = self.work + min(units, limit - self.work)
        try:
            yield
        finally:
            self.work_limit = limit

    def note(self, event, *values):
        if self.record is not None:
            self.record.events.append((event, *values))

    def end_announcement(self, number):
        """WF-3, WF-4."""
        del self.announced[number], self.waited[number]
        self.note("accountAnnounced", number, None)

    def note_recovered(self, number):
        """WF-4: the account has initial margin."""
        if self.liquidation.graduated is not None and number in self.announced:
            self.end_announcement(number)

    def on(self, rule):
        """CL-56."""
        return rule in self.rules

    def account(self, number):
        if number not in self.accounts:
            raise Carrying("ERC721NonexistentToken", number)
        return self.accounts[number]

    def asset(self, name):
        if name not in self.assets:
            raise Failure("EmptyRevert")
        return self.assets[name]

    def manager(self, name):
        if name not in self.managers:
            raise Failure("Clearing_NoSuchManager")
        return self.managers[name]


LAST_SECOND = 2**64 - 1
TOO_MUCH_WORK = "Clearing_TooMuchWork"  # refuses the transaction, whatever else would be passed over (LG-31)


def window(time, seconds):
    """The window of a time (WF-14)."""
    return time // seconds if seconds else time


def end_of_window(time, seconds):
    """The first second after it."""
    return min((window(time, seconds) + 1) * max(seconds, 1), LAST_SECOND)


class Sums:
    """What counts in windows: times of the last, what came to pass at it and in its window (WF-14, WF-24)."""

    def __init__(self):
        self.paid_at = self.paid_then = self.paid_in_window = 0
        self.paid_by_market = {}
        self.lost_at = self.lost_in_window = 0
        self.withdrawn_at = self.withdrawn_in_window = 0


class Account:
    """`balances` has what is not zero; `held` the same instruments, (asset, subId), in held order (CL-4)."""

    def __init__(self, owner, manager):
        self.owner = owner
        self.manager = manager
        self.approved = None
        self.balances = {}
        self.held = []
        self.cash_index = 0
        self.shares = self.remainder = 0  # CL-68
        self.perps = {}
        self.option_total = {}
        self.last_trade = 0

    def balance(self, instrument):
        return self.balances.get(instrument, 0)

    def store(self, instrument, balance):
        before = self.balance(instrument)
        if balance != 0:
            self.balances[instrument] = balance
            if before == 0:
                self.held.append(instrument)
        elif before != 0:
            del self.balances[instrument]
            place = self.held.index(instrument)
            last = self.held.pop()
            if place < len(self.held):
                self.held[place] = last

    def perp(self, name):
        return self.perps.setdefault(name, SimpleNamespace(mark=0, funding=0, pnl=0, aggregate=0))


class Cash:
    """CL-20."""

    def __init__(self, time):
        self.total_supply = self.total_borrow = 0
        self.net_settled = 0
        self.accrued_fees = 0
        self.borrow_index = self.supply_index = W
        self.last_timestamp = time
        self.fee = self.previous_fee = 0
        self.withdraw_fee_on = False
        self.tokens = 0
        self.decimals = 18
        self.model = None
        self.managers = set()
        # CL-68 to CL-71
        self.supply_shares = self.supply_remainder = self.borrow_shares = self.borrow_remainder = 0
        self.fee_remainder = self.unbacked = 0


class Asset:
    """A base asset: its kind, its market (of options and perps), and its tracking by manager (CL-15)."""

    def __init__(self, kind, market=None):
        self.kind = kind
        self.market = market
        self.positions = {}  # manager: Position
        self.open_interest = {}  # subId: Noted
        self.perp = None  # of a perp
        self.decimals = 18  # of a token
        self.tokens = 0

    def position(self, manager):
        return self.positions.setdefault(manager, Position())

    def interest(self, sub):
        return self.open_interest.setdefault(sub, Noted())


class Noted:
    """A value, and what it was before the trade that last changed it."""

    def __init__(self):
        self.value = 0
        self.settled = 0  # of open interest: what settlement has taken out (CL-75)
        self.trade = 0
        self.before = 0

    def note(self, trade):
        if self.trade != trade:
            self.trade, self.before = trade, self.value

    def before_trade(self, trade):
        return self.before if self.trade == trade else 0


class Position(Noted):
    def __init__(self):
        super().__init__()
        self.allowed = False
        self.cap = 0


class Perp:
    """CL-29."""

    def __init__(self, time, static_rate, bound, convergence):
        self.aggregate = 0
        self.last_paid = time
        self.static_rate = static_rate
        self.bound = bound
        self.convergence = convergence
        self.disabled = False
        self.closing_mark = 0
        self.rate_in_force = self.index_in_force = 0  # CL-73


class Manager:
    """CL-39, CL-42, CL-43. `parameters` are those of 03 or 04 in the forms of their modules."""

    def __init__(self, model, guardian):
        self.model = model
        self.guardian = guardian
        self.paused = False
        self.judging = False
        self.isolated = False  # CL-76
        self.max_account_size = 0
        self.min_fee = 0
        self.fee_recipient = 0
        self.internal_account = 0
        self.fee_rates = {}
        self.without_fee = set()
        self.trusted = set()
        self.borrowing = True
        self.markets = {}  # standard: name of the market: {kind: asset}
        self.feeds_of = {}  # standard: name of the market: the market whose feeds it reads, where that has another name
        self.option = self.perp = None  # portfolio
        self.token_feeds = {}  # portfolio: token: (kind of feed, name)
        self.parameters = None
        self.scenarios = []
        self.max_expiries = 0
        self.adaptive = None  # AM-1: `grace` and `rules`
        self.levels = []  # the Level of each of its rules (AM-6); of the last ones, until they are looked at, none

    def assets(self, *kinds):
        """Those of the kinds that belong to the model."""
        if self.model == STANDARD:
            return {market[kind] for market in self.markets.values() for kind in kinds if kind in market}
        return {{OPTION: self.option, PERP: self.perp}[kind] for kind in kinds}


class Feeds:
    """CL-9. A reading is keyed by its feed, or by (feed, expiry); a source is the address of a signed feed."""

    def __init__(self):
        self.sources = {}
        self.readings = {}
        self.heartbeats = {}
        self.settlements = {}  # (market, expiry): price

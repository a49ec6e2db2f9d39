"""What signed actions do (MO-1 to MO-39)."""

from types import SimpleNamespace

from ..abi_decoding import require
from ..arithmetic import Failure, sint, smul, to_int, to_uint, udiv, uint
from ..clearing import readings
from ..clearing.cash import accrue
from ..clearing.movements import SUB_IDS
from ..clearing.perps import realise_perp
from ..clearing.manager_change import change_manager
from ..clearing.settlement import settle_interest, settle_options, settle_perps
from ..clearing.state import CASH, OPTION, PERP, TOKEN
from ..clearing.tokens import deposit, disable_withdraw_fee, donate, pay_insolvency, transfer_fees, withdraw
from ..clearing.trades import allow, submit
from ..feeds import Carrying
from ..keccak import keccak256
from ..signed_actions import NOBODY
from . import auction_modules, module_data
from .governance import announce, guard
from .parts import asset_name

LISTS = ((OPTION, "options"), (PERP, "perps"), (TOKEN, "tokens"))


class Call:
    """A call in the hands of its module."""

    def __init__(self, state, actions, data):
        self.state, self.gateway, self.actions, self.data = state, state.gateway, actions, data
        self.module = actions[0]["module"]
        self.accounts = []  # lent, to be given back
        self.made = []  # (account, owner, whether it must hold the opening deposit)

    # Directory (MO-2)

    def asset(self, address):
        directory = self.state.directory
        if address != NOBODY:
            if address == directory.cash[1]:
                return CASH
            for kind, word in LISTS:
                for place, (_, known) in enumerate(getattr(directory, word)):
                    if known == address:
                        return asset_name(kind, place)
        raise Failure("EmptyRevert")

    def kind(self, name):
        return CASH if name == CASH else self.state.assets[name].kind

    def token(self, address):
        name = self.asset(address)
        require(self.kind(name) in (CASH, TOKEN))
        return name

    def instrument(self, address, sub):
        require(sub < SUB_IDS, "Clearing_InvalidSubId")
        return self.asset(address), sub

    def manager(self, address):
        for place, (_, known) in enumerate(self.state.directory.managers):
            if known == address != NOBODY:
                return place
        raise Failure("Clearing_NoSuchManager")

    # Common checks (MO-5)

    def one(self, no_account=False, own=False):
        require(len(self.actions) == 1, "Module_WrongActions")
        action = self.actions[0]
        require(not no_account or action["subaccountId"] == 0, "Module_WrongAccount")
        require(not own or action["signer"] == action["owner"], "Module_NotOwnersSignature")
        return action

    def use(self, action):
        """FD-36."""
        self.gateway.use_nonces([action])

    # Accounts

    def lend(self, number):
        """MO-7: the module holds this account too."""
        if self.gateway.holder(number) != self.module:
            self.gateway.move(number, self.gateway.address, self.module, self.gateway.address)
        self.accounts.append(number)

    def open(self, manager, owner, holder, free=False):
        """MO-18."""
        number = self.gateway.make(holder, manager)
        self.made.append((number, owner, free))
        return number

    def give_back(self):
        """FD-35, MO-18."""
        gateway = self.gateway
        for number in [*self.accounts, *(number for number, *_ in self.made)]:
            if gateway.holder(number) != gateway.address:
                gateway.move(number, self.module, gateway.address, self.module)
        gateway.check_returned(self.accounts)
        for number, owner, free in self.made:
            # It was just opened, so that it is in nobody's custody (FD-35).
            gateway.hold_for(number, owner)
            cash = self.state.accounts[number].balance((CASH, 0))
            require(free or cash >= to_int(gateway.opening_deposit), "Module_OpeningTooSmall")

    def trade(self, transfers):
        return submit(self.state, transfers, self.module)

    def fee(self, account, fee):
        """MO-11."""
        if fee == 0:
            return []
        return [(account, self.gateway.fee_recipients.get(self.module, 0), (CASH, 0), to_int(fee))]

    def mark(self, name):
        """What a price of the instrument is counted from (MO-10)."""
        asset = self.state.assets.get(name)
        if asset is None or asset.kind != PERP:
            return 0
        return to_int(readings.mark(self.state, asset).price)


def cash_for(price, mark, amount):
    return smul(sint(price - mark), amount)


# Orders


def order_of(call, action):
    """The order, and its nonce (MO-6)."""
    made = module_data.order(action["data"])
    made.account, made.owner = action["subaccountId"], action["owner"]
    made.key = (call.module, action["owner"], action["nonce"])
    made.digest = keccak256(action["data"])
    digest, _ = call.gateway.fills.get(made.key, (made.digest, 0))
    require(digest == made.digest, "TM_InvalidNonce")
    call.gateway.fills.setdefault(made.key, (made.digest, 0))
    return made


def hold_recipient(call, made):
    """MO-7."""
    if made.recipient != made.account:
        owner = call.gateway.owners.get(made.recipient)
        require(owner == made.owner and owner != NOBODY, "Module_RecipientOfAnother")
        call.lend(made.recipient)


def fill(call, made, amount, price, fee):
    beyond = price > made.limit if made.is_bid else price < made.limit
    require(not beyond, "Module_PriceBeyondLimit")
    require(udiv(fee, amount) <= made.worst_fee, "Module_FeeTooHigh")
    digest, filled = call.gateway.fills[made.key]
    filled = uint(filled + amount)
    require(filled <= to_uint(made.desired), "TM_FillLimitCrossed")
    call.gateway.fills[made.key] = digest, filled
    call.state.note("filled", *made.key, amount, price)


def trade(call):
    """MO-9, MO-10."""
    given = module_data.matched(call.data)
    require(not given.manager_data, "BM_UnauthorizedCall")
    makers = call.actions[1:]
    require(makers and len(makers) == len(given.fills), "Module_WrongActions")
    require(call.actions[0]["subaccountId"] == given.taker, "Module_WrongAccount")
    taker = order_of(call, call.actions[0])
    instrument = call.instrument(taker.asset, taker.sub)
    mark = call.mark(instrument[0])
    hold_recipient(call, taker)
    transfers = []
    for action, each in zip(makers, given.fills):
        require(action["subaccountId"] == each.account, "Module_WrongAccount")
        maker = order_of(call, action)
        require((maker.asset, maker.sub) == (taker.asset, taker.sub), "Module_OtherInstrument")
        require(maker.is_bid != taker.is_bid, "Module_SameSide")
        hold_recipient(call, maker)
        fill(call, maker, each.amount, each.price, each.fee)
        buyer, seller = (taker, maker) if taker.is_bid else (maker, taker)
        amount = to_int(each.amount)
        transfers.append((buyer.account, seller.recipient, (CASH, 0), cash_for(each.price, mark, amount)))
        transfers.append((seller.account, buyer.recipient, instrument, amount))
        transfers += call.fee(maker.account, each.fee)
    prices = [each.price for each in given.fills]
    total = 0
    for each in given.fills:
        total = uint(total + each.amount)
    fill(call, taker, total, max(prices) if taker.is_bid else min(prices), given.fee)
    transfers += call.fee(taker.account, given.fee)
    call.trade(transfers)


# Quotes


def quote(call):
    """MO-13, MO-14."""
    given = module_data.quoted(call.data)
    require(not given.manager_data, "BM_UnauthorizedCall")
    require(len(call.actions) == 2, "Module_WrongActions")
    maker, taker = call.actions
    require(maker["subaccountId"] == given.maker, "Module_WrongAccount")
    require(taker["subaccountId"] == given.taker, "Module_WrongAccount")
    call.gateway.use_nonces(call.actions)
    made, taken = module_data.quote(maker["data"]), module_data.taken_quote(taker["data"])
    require(taken.hash == module_data.hash_of_legs(made.legs), "Module_OtherTrades")
    require(given.maker_fee <= made.most_fee, "Module_FeeTooHigh")
    require(given.taker_fee <= taken.most_fee, "Module_FeeTooHigh")
    transfers, cash = [], 0
    for leg in made.legs:
        instrument = call.instrument(leg.asset, leg.sub)
        cash = sint(cash + cash_for(to_int(leg.price), call.mark(instrument[0]), leg.amount))
        transfers.append((given.taker, given.maker, instrument, leg.amount))
    transfers.append((given.maker, given.taker, (CASH, 0), cash))
    transfers += call.fee(given.maker, given.maker_fee) + call.fee(given.taker, given.taker_fee)
    call.trade(transfers)


# Accounts and tokens


def deposit_tokens(call):
    """MO-15."""
    action = call.one()
    made = module_data.flat(action["data"], ("amount", "uint256"), ("asset", "address"), ("manager", "address"))
    call.use(action)
    token, number = call.token(made.asset), action["subaccountId"]
    if number == 0:
        number = call.open(call.manager(made.manager), action["owner"], call.gateway.address)
    amount = call.gateway.take_from_wallet(token, action["owner"], made.amount)
    deposit(call.state, number, token, amount)


def withdraw_tokens(call):
    """MO-16."""
    action = call.one()
    made = module_data.flat(action["data"], ("asset", "address"), ("amount", "uint256"))
    call.use(action)
    token = call.token(made.asset)
    before = held(call.state, token)
    withdraw(call.state, action["subaccountId"], token, made.amount, call.module)
    call.gateway.add_to_wallet(token, action["owner"], before - held(call.state, token))


def held(state, token):
    return state.cash.tokens if token == CASH else state.assets[token].tokens


def transfer(call):
    """MO-17."""
    first = call.actions[0]
    made = module_data.transfer(first["data"])
    if made.to == 0:
        require(len(call.actions) == 1, "Module_WrongActions")
    else:
        require(len(call.actions) == 2, "Module_WrongActions")
        second = call.actions[1]
        require(second["subaccountId"] == made.to, "Module_WrongAccount")
        require(second["owner"] == first["owner"], "Module_OtherOwner")
    call.gateway.use_nonces(call.actions)
    source = first["subaccountId"]
    call.state.account(source)
    target = made.to or call.open(call.manager(made.manager), first["owner"], call.module)
    transfers = [(source, target, call.instrument(each.asset, each.sub), each.amount) for each in made.moves]
    call.trade(transfers)


def take_out(call):
    """MO-20."""
    action = call.one(no_account=True, own=True)
    made = module_data.flat(action["data"], ("asset", "address"), ("amount", "uint256"))
    call.use(action)
    token = call.token(made.asset)
    amount = call.gateway.take_from_wallet(token, action["owner"], made.amount)
    require(amount > 0, "Module_AmountIsZero")
    call.gateway.take_out(token, action["owner"], amount)


BRIDGE = (("call", "uint64"), ("number", "uint256"), ("asset", "address"), ("owner", "address"), ("amount", "uint256"))


def bridge(call):
    """MO-21."""
    action, gateway = call.one(no_account=True, own=True), call.gateway
    require(action["owner"] == gateway.bridge, "Module_NotBridge")
    made = module_data.flat(action["data"], *BRIDGE)
    module_data.choice(made.call, 2)
    call.use(action)
    token = call.token(made.asset)
    if made.call == 0:
        require(made.amount > 0, "Module_AmountIsZero")
        require(made.number not in gateway.credits, "Module_CreditUsed")
        gateway.credits.add(made.number)
        gateway.add_to_wallet(token, made.owner, made.amount)
        call.state.note("credit", made.number, token, made.owner, made.amount)
        return
    there = SimpleNamespace(token=token, owner=made.owner, amount=made.amount)
    pending = gateway.pending.get(made.number)
    same = pending and all(getattr(pending, name) == value for name, value in vars(there).items())
    require(same, "Module_NoSuchWithdrawal")
    del gateway.pending[made.number]
    call.state.note("paid", made.number)


# The project's own


def session_key(call):
    """MO-22."""
    action, now = call.one(no_account=True, own=True), call.state.time
    made = module_data.flat(action["data"], ("key", "address"), ("until", "uint256"))
    call.use(action)
    if made.until == 0:
        call.gateway.deregister(made.key, action["owner"], now)
    else:
        call.gateway.register(made.key, made.until, action["owner"])


def custody(call):
    """MO-23."""
    action, now = call.one(no_account=True, own=True), call.state.time
    made = module_data.flat(action["data"], ("call", "uint64"), ("account", "uint256"))
    module_data.choice(made.call, 3)
    call.use(action)
    gateway, owner = call.gateway, action["owner"]
    if made.call == 0:
        gateway.request(made.account, owner, now)
    elif made.call == 1:
        gateway.complete(made.account, now)
    else:
        require_holder = gateway.holder(made.account)
        if require_holder != owner:
            raise Carrying("ERC721IncorrectOwner", owner, made.account, require_holder)
        gateway.move(made.account, owner, gateway.address, owner)
        gateway.hold_for(made.account, owner)


def settlement(call):
    """MO-24."""
    action, state = call.one(no_account=True), call.state
    made = module_data.flat(action["data"], ("call", "uint64"), ("account", "uint256"), ("asset", "address"))
    module_data.choice(made.call, 8)
    call.use(action)
    if made.call in (2, 3):
        name = call.asset(made.asset)
        require(call.kind(name) == (OPTION if made.call == 2 else PERP))
    if made.call == 2:
        settle_options(state, made.account, name)
    elif made.call == 3:
        realise_perp(state, state.account(made.account), name)
    elif made.call < 2:
        (settle_interest, settle_perps)[made.call](state, made.account)
    else:
        (accrue, transfer_fees, disable_withdraw_fee, pay_insolvency)[made.call - 4](state)


ALLOWANCE = (("call", "uint64"), ("account", "uint256"), ("delegate", "address"), ("asset", "address"),
             ("sub", "uint256"), ("positive", "uint256"), ("negative", "uint256"))


def holder(call):
    """MO-25."""
    action, state = call.one(no_account=True, own=True), call.state
    data, owner = action["data"], action["owner"]
    which = module_data.choice(module_data.flat(data, ("call", "uint64")).call, 5)
    if which == 0:
        made = module_data.flat(data, ("call", "uint64"), ("account", "uint256"), ("to", "address"))
        call.use(action)
        approve(state, made, owner)
    elif which == 4:
        made = module_data.flat(data, ("call", "uint64"), ("account", "uint256"), ("amount", "uint256"))
        call.use(action)
        donate(state, made.account, made.amount, owner)
    elif which < 3:
        made = module_data.flat(data, *ALLOWANCE)
        call.use(action)
        what = call.asset(made.asset) if which == 1 else call.instrument(made.asset, made.sub)
        allow(state, made.account, made.delegate, what, made.positive, made.negative, owner)
    else:
        made = module_data.held_trade(data)
        call.use(action)
        transfers = [(each.source, each.target, call.instrument(each.asset, each.sub), each.amount)
                     for each in made.moves]
        submit(state, transfers, owner)


def approve(state, made, owner):
    """CL-18, with the values of FD-28."""
    account = state.gateway.holder(made.account)
    if account != owner:
        raise Carrying("ERC721InvalidApprover", owner)
    state.accounts[made.account].approved = None if made.to == NOBODY else made.to


def manager_change(call):
    """MO-26."""
    action = call.one()
    made = module_data.flat(action["data"], ("manager", "address"))
    call.use(action)
    change_manager(call.state, action["subaccountId"], call.manager(made.manager), call.module)


def governance(call):
    """MO-28."""
    action = call.one(no_account=True, own=True)
    if action["owner"] != call.state.owner:
        raise Carrying("OwnableUnauthorizedAccount", action["owner"])
    made = module_data.announcement(action["data"])
    module_data.choice(made.call, 2)
    call.use(action)
    announce(call.state, made)


def guardian(call):
    """MO-32."""
    action = call.one(no_account=True, own=True)
    made = module_data.flat(action["data"], ("manager", "address"), ("paused", "bool"))
    call.use(action)
    guard(call.state, call.manager(made.manager), made.paused, action["owner"])


def least(call):
    """FD-37."""
    call.gateway.use_nonces(call.actions)


KINDS = {
    "least": least, "trade": trade, "quote": quote, "deposit": deposit_tokens, "withdrawal": withdraw_tokens,
    "transfer": transfer, "managerChange": manager_change, "sessionKey": session_key, "custody": custody,
    "settlement": settlement, "holder": holder, "takeOut": take_out, "bridge": bridge, "governance": governance,
    "guardian": guardian, **auction_modules.KINDS,
}


def execute(state, actions, data, caller, now):
    """MO-3, after FD-27 has been checked."""
    gateway = state.gateway
    call = Call(state, actions, data)
    call.accounts += gateway.lend(actions)
    KINDS[gateway.modules[call.module]](call)
    call.give_back()
    return ("none",)

"""What keepers sign: bids, what anybody may ask of an auction, tokens of the security module (MO-36 to MO-39), reductions (WF-25)."""

from ..abi_decoding import require
from ..arithmetic import to_int
from ..clearing import auctions
from ..clearing.bids import bid
from ..clearing.reducing import announce, reduce, withdraw_announcement
from ..clearing.state import CASH
from ..clearing.tokens import deposit, take_cash
from ..feeds import Carrying
from . import module_data

LIQUIDATION = (("account", "uint256"), ("cash", "uint256"), ("part", "uint256"), ("limit", "int256"),
               ("last_trade", "uint256"), ("merge", "bool"))
BID = (("account", "uint256"), ("bidder", "uint256"), ("part", "uint256"), ("limit", "int256"),
       ("last_trade", "uint256"))


def liquidation(call):
    """MO-36, DA-22."""
    action, state = call.one(), call.state
    made = module_data.flat(action["data"], *LIQUIDATION)
    call.use(action)
    source = action["subaccountId"]
    fresh = call.open(state.account(source).manager, action["owner"], call.module, made.merge)
    call.trade([(source, fresh, (CASH, 0), to_int(made.cash))])
    bid(state, made.account, fresh, made.part, made.limit, made.last_trade, call.module)
    if made.merge:
        of = state.accounts[fresh]
        call.trade([(fresh, source, each, of.balance(each)) for each in of.held])


def auction(call):
    """MO-37."""
    action, state = call.one(no_account=True), call.state
    made = module_data.flat(action["data"], ("call", "uint64"), ("account", "uint256"), ("scenario", "uint256"))
    module_data.choice(made.call, 4)
    call.use(action)
    if made.call in (0, 2):
        (auctions.start if made.call == 0 else auctions.update_scenario)(state, made.account, made.scenario)
    else:
        (auctions.convert if made.call == 1 else auctions.terminate)(state, made.account)


def own_bid(call):
    """MO-38."""
    action = call.one()
    outside = action["subaccountId"] == 0
    require(not outside or action["signer"] == action["owner"], "Module_NotOwnersSignature")
    made = module_data.flat(action["data"], *BID)
    require(outside or made.bidder == action["subaccountId"], "Module_WrongAccount")
    call.use(action)
    caller = action["owner"] if outside else call.module
    bid(call.state, made.account, made.bidder, made.part, made.limit, made.last_trade, caller)


def security_module(call):
    """MO-39."""
    action, state, gateway = call.one(no_account=True, own=True), call.state, call.gateway
    made = module_data.flat(action["data"], ("call", "uint64"), ("amount", "uint256"))
    module_data.choice(made.call, 2)
    call.use(action)
    owner = action["owner"]
    if made.call == 0:
        deposit(state, state.security_module, CASH, gateway.take_from_wallet(CASH, owner, made.amount))
        return
    if owner != state.owner:
        raise Carrying("OwnableUnauthorizedAccount", owner)
    before = state.cash.tokens
    take_cash(state, state.security_module, made.amount)
    gateway.add_to_wallet(CASH, owner, before - state.cash.tokens)


REDUCTION = (("call", "uint64"), ("account", "uint256"), ("keeper", "uint256"), ("steps", "uint64"), ("part", "uint256"),
             ("least", "uint256"), ("trade", "uint256"))


def reduction(call):
    """WF-25."""
    action = call.one()
    made = module_data.flat(action["data"], *REDUCTION)
    module_data.choice(made.call, 3)
    outside = action["subaccountId"] == 0
    if made.call == 2:
        require(not outside or action["signer"] == action["owner"], "Module_NotOwnersSignature")
        require(outside or made.keeper == action["subaccountId"], "Module_WrongAccount")
    call.use(action)
    if made.call == 2:
        caller = action["owner"] if outside else call.module
        reduce(call.state, made.account, made.keeper, made.steps, made.part, made.least, made.trade, caller)
    else:
        (announce, withdraw_announcement)[made.call](call.state, made.account)


KINDS = {"liquidation": liquidation, "auction": auction, "bid": own_bid, "securityModule": security_module,
         "reduction": reduction}

"""What signed actions have of a venue (FD-24 to FD-36, MO-1 to MO-34). Accounts are those of the state machine."""

from types import SimpleNamespace

from ..arithmetic import Failure
from ..clearing.state import Account
from ..feeds import Carrying
from ..signed_actions import NOBODY, Matching

ALL = 2**256 - 1


class Gateway(Matching):
    def __init__(self, state, address, owner, chain_id):
        super().__init__(address, owner, chain_id)
        self.state = state
        self.modules = {}  # address: kind
        self.fills = {}  # (module, owner, nonce): (digest of the data, filled)
        self.fee_recipients = {}  # address of a module: account
        self.opening_deposit = 0
        self.wallets = {}  # (token, owner): amount
        self.pending, self.withdrawals = {}, 0  # number: what is being taken out; the last number
        self.credits = set()
        self.bridge = NOBODY
        self.scheduled, self.announced = {}, 0  # number: (due, parameter); the last number
        self.delay = 0

    # Accounts as tokens (FD-28)

    def make(self, holder, manager):
        if holder == NOBODY:
            raise Carrying("ERC721InvalidReceiver", holder)
        self.state.account_count += 1
        number = self.state.account_count
        self.state.accounts[number] = Account(holder, manager)
        self.state.note("made", number, holder, manager)
        return number

    def holder(self, account):
        if account not in self.state.accounts:
            raise Carrying("ERC721NonexistentToken", account)
        return self.state.accounts[account].owner

    def move(self, account, source, target, spender):
        if target == NOBODY:
            raise Carrying("ERC721InvalidReceiver", target)
        holder = self.holder(account)
        of = self.state.accounts[account]
        if spender not in (holder, of.approved):
            raise Carrying("ERC721InsufficientApproval", spender, account)
        if source != holder:
            raise Carrying("ERC721IncorrectOwner", source, account, holder)
        of.approved, of.owner = None, target

    # Session keys and custody, with their events

    def register(self, key, expiry, caller):
        super().register(key, expiry, caller)
        self.state.note("key", caller, key, self.keys[caller, key])

    def deregister(self, key, caller, now):
        super().deregister(key, caller, now)
        self.state.note("key", caller, key, self.keys[caller, key])

    def hold_for(self, account, owner):
        self.owners[account] = owner
        self.state.note("custody", account, owner)

    def complete(self, account, now):
        super().complete(account, now)
        self.state.note("custody", account, None)

    def deposit(self, account, owner, caller):
        super().deposit(account, owner, caller)
        self.state.note("custody", account, owner)

    # Wallets (MO-19)

    def take_from_wallet(self, token, owner, amount):
        """The amount, all of it for 2^256 - 1."""
        there = self.wallets.get((token, owner), 0)
        amount = there if amount == ALL else amount
        if amount > there:
            raise Failure("ERC20InsufficientBalance")
        self.wallets[token, owner] = there - amount
        return amount

    def add_to_wallet(self, token, owner, amount):
        if amount == 0:
            return
        total = self.wallets.get((token, owner), 0) + amount
        if total >= 2**256:
            raise Failure("Panic(0x11)")
        self.wallets[token, owner] = total

    def take_out(self, token, owner, amount):
        """MO-20."""
        self.withdrawals += 1
        self.pending[self.withdrawals] = SimpleNamespace(
            token=token, owner=owner, amount=amount, time=self.state.time)
        self.state.note("takenOut", self.withdrawals, token, owner, amount, self.state.time)

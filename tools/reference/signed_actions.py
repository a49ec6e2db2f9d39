"""Signed actions, session keys and custody (FD-24 to FD-37). Addresses are bytes."""

from copy import deepcopy

from .abi_decoding import require
from .feeds import Carrying, digest_of, domain_separator, is_signed, word
from .keccak import keccak256

ACTION = keccak256(
    b"Action(uint256 subaccountId,uint256 nonce,address module,bytes data,uint256 expiry,address owner,"
    b"address signer)")
NOBODY = bytes(20)


def struct_hash(action):
    """FD-25."""
    words = (action["subaccountId"], action["nonce"], action["module"], keccak256(action["data"]),
             action["expiry"], action["owner"], action["signer"])
    return keccak256(ACTION + b"".join(word(value) for value in words))


class Matching:
    """The venue. A call that fails leaves a changed copy behind, which is thrown away."""

    def __init__(self, address, owner, chain_id):
        self.address, self.owner = address, owner
        self.separator = domain_separator("Matching", "1.0", chain_id, address)
        self.executors, self.modules, self.nonces = set(), set(), set()
        self.holders, self.approved, self.owners, self.asked, self.keys = {}, {}, {}, {}, {}

    def call(self, name, *arguments):
        """The venue after a call, and what the call returns."""
        after = deepcopy(self)
        return after, getattr(after, name)(*arguments)

    def set_member(self, members, address, is_member, caller):
        """FD-26."""
        if caller != self.owner:
            raise Carrying("OwnableUnauthorizedAccount", caller)
        members = getattr(self, members)
        (members.add if is_member else members.discard)(address)

    # Tokens (FD-28).

    def make(self, holder):
        if holder == NOBODY:
            raise Carrying("ERC721InvalidReceiver", holder)
        self.holders[len(self.holders) + 1] = holder
        return len(self.holders)

    def holder(self, account):
        if account not in self.holders:
            raise Carrying("ERC721NonexistentToken", account)
        return self.holders[account]

    def approve(self, spender, account, caller):
        if self.holder(account) != caller:
            raise Carrying("ERC721InvalidApprover", caller)
        self.approved[account] = spender

    def move(self, account, source, target, spender):
        if target == NOBODY:
            raise Carrying("ERC721InvalidReceiver", target)
        holder = self.holder(account)
        if spender not in (holder, self.approved.get(account)):
            raise Carrying("ERC721InsufficientApproval", spender, account)
        if source != holder:
            raise Carrying("ERC721IncorrectOwner", source, account, holder)
        self.approved.pop(account, None)
        self.holders[account] = target

    # Session keys (FD-29, FD-30).

    def register(self, key, expiry, caller):
        require(expiry > self.keys.get((caller, key), 0), "OV_NeedDeregister")
        self.keys[caller, key] = expiry

    def deregister(self, key, caller, now):
        require(self.keys.get((caller, key), 0) >= now, "OV_SessionKeyInvalid")
        self.keys[caller, key] = now + 600

    # Custody (FD-31 to FD-33).

    def make_in_custody(self, caller):
        account = self.make(self.address)
        self.owners[account] = caller
        return account

    def deposit(self, account, owner, caller):
        self.move(account, caller, self.address, self.address)
        self.owners[account] = owner

    def request(self, account, caller, now):
        require(self.owners.get(account, NOBODY) == caller, "SAM_NotOwnerAddress")
        require(account not in self.asked, "SAM_AlreadyRequestedWithdraw")
        self.asked[account] = now

    def complete(self, account, now):
        require(account in self.asked, "SAM_CooldownNotStarted")
        require(now >= self.asked[account] + 1800, "SAM_CooldownNotElapsed")
        self.move(account, self.address, self.owners[account], self.address)
        del self.asked[account], self.owners[account]

    # Matched calls.

    def match(self, actions, signatures, caller, now):
        """FD-27, FD-34 to FD-37, with the least module."""
        self.check_call(actions, signatures, caller, now)
        module, accounts = actions[0]["module"], self.lend(actions)
        self.use_nonces(actions)
        for account in accounts:
            if self.holder(account) != self.address:
                self.move(account, module, self.address, module)
        self.check_returned(accounts)

    def check_call(self, actions, signatures, caller, now):
        """FD-27."""
        require(caller in self.executors, "M_OnlyTradeExecutor")
        require(actions, "Panic(0x32)")
        module = actions[0]["module"]
        require(module in self.modules, "M_OnlyAllowedModule")
        require(len(actions) == len(signatures), "M_ArrayLengthMismatch")
        require(len(actions) <= 256, "ActionsTooMany")
        for action, signature in zip(actions, signatures):
            require(action["module"] == module, "M_MismatchedModule")
            self.check(action, signature, now)

    def lend(self, actions):
        """FD-34: the accounts that are lent to the module."""
        module = actions[0]["module"]
        accounts = [action["subaccountId"] for action in actions if action["subaccountId"]]
        for account in accounts:
            if self.holder(account) != module:
                self.move(account, self.address, module, self.address)
        return accounts

    def use_nonces(self, actions):
        """FD-36."""
        for action in actions:
            nonce = (action["module"], action["owner"], action["nonce"])
            require(nonce not in self.nonces, "BM_NonceAlreadyUsed")
            self.nonces.add(nonce)

    def check_returned(self, accounts):
        """FD-35."""
        require(all(self.holder(account) == self.address for account in accounts), "M_AccountNotReturned")

    def check(self, action, signature, now):
        owner, signer = action["owner"], action["signer"]
        require(action["expiry"] >= now, "OV_ActionExpired")
        custody = self.owners.get(action["subaccountId"], NOBODY)
        require(custody in (NOBODY, owner), "OV_InvalidActionOwner")
        permitted = signer == owner or self.keys.get((owner, signer), 0) >= now
        require(permitted, "OV_SignerNotOwnerOrSessionKeyExpired")
        require(len(action["data"]) <= 1 << 16, "ActionDataTooLarge")
        digest = digest_of(self.separator, struct_hash(action))
        require(is_signed(signature, signer, digest), "OV_InvalidSignature")

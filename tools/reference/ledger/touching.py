"""Which parts of a state are read (LA-3): dictionaries and sets that note what they are asked for.

What is changed follows from the entries before and after; a change that a refusal takes back has touched nothing.
"""

from .entries import asset, instrument
from .values import optional, unsigned


class Log:
    """The keys that were touched since it was set; None while nobody asks."""

    keys = None


def nonce(name):
    module, owner, number = name
    return module + owner + unsigned(number)


def allowance(name):
    number, owner, delegate, what = name
    of, sub = (what, None) if isinstance(what, str) else what
    return unsigned(number) + owner + delegate + asset(of) + optional(sub, unsigned)


LAST_ACCOUNT = 2**64 - 1


def clamped(number):
    """LG-23."""
    return unsigned(min(number, LAST_ACCOUNT))


KEYS = {
    11: unsigned, 13: instrument, 14: allowance, 17: bytes, 18: bytes, 19: unsigned, 20: unsigned, 21: b"".join,
    22: nonce, 23: clamped, 24: nonce, 25: bytes, 27: lambda name: asset(name[0]) + name[1], 28: unsigned,
    29: unsigned, 31: unsigned, 34: clamped, 38: lambda name: asset(name[0]) + unsigned(name[1]),
}


OF_ACCOUNTS = (19, 20)


class Noting:
    """`code` is the byte of the parts, `holder` what their keys have before the name: an asset, a feed."""

    code, holder = 0, None

    def note(self, name):
        if Log.keys is None or (self.code in OF_ACCOUNTS and name > LAST_ACCOUNT):
            return
        if self.code == 16:
            key = self.holder + optional(name, unsigned)
        else:
            key = KEYS[self.code]((self.holder, name) if self.code == 13 else name)
        Log.keys.add(bytes([self.code]) + key)

    def __reduce__(self):
        kept = dict(self) if isinstance(self, dict) else set(self)
        return restored, (type(self), self.code, self.holder, kept)

    def __contains__(self, name):
        self.note(name)
        return super().__contains__(name)


class NotingDict(Noting, dict):
    def __getitem__(self, name):
        self.note(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.note(name)
        return super().get(name, default)

    def setdefault(self, name, default=None):
        self.note(name)
        return super().setdefault(name, default)


class Allowances(NotingDict):
    """One that is set is touched, also where it is set to what it was."""

    def __setitem__(self, name, value):
        self.note(name)
        super().__setitem__(name, value)


class NotingSet(Noting, set):
    pass


class NotingLevels(list):
    """The levels of a manager's rules; `holder` is its key."""

    code, holder = 37, None

    def noted(self):
        if Log.keys is not None:
            Log.keys.add(bytes([self.code]) + self.holder)

    def __iter__(self):
        self.noted()
        return super().__iter__()

    def __len__(self):
        self.noted()
        return super().__len__()

    def __reduce__(self):
        return restored, (type(self), self.code, self.holder, self[:])


class Accounts(NotingDict):
    """An account that was never opened is read with the clock (LG-23): `holder` is the state."""

    def note(self, name):
        if 1 <= name <= self.holder.account_count:
            super().note(name)


def restored(kind, code, holder, kept):
    made = kind(kept)
    made.code, made.holder = code, holder
    return made


def watch(state):
    """The state with all of these in their places; what was touched is in `Log.keys`."""
    state.accounts = restored(Accounts, 11, state, state.accounts)
    state.allowances = restored(Allowances, 14, None, state.allowances)
    state.auctions = restored(NotingDict, 23, None, state.auctions)
    state.announced = restored(NotingDict, 34, None, state.announced)
    state.rises = restored(NotingDict, 38, None, state.rises)
    for name, each in state.assets.items():
        each.open_interest = restored(NotingDict, 13, name, each.open_interest)
    for address, feed in state.signed.items():
        feed.known = restored(NotingDict, 16, address, feed.known)
    for place, manager in state.managers.items():
        manager.levels = restored(NotingLevels, 37, unsigned(place), manager.levels)
    for code, name in (
            (18, "modules"), (19, "owners"), (20, "asked"), (21, "keys"), (24, "fills"), (25, "fee_recipients"),
            (27, "wallets"), (28, "pending"), (31, "scheduled")):
        setattr(state.gateway, name, restored(NotingDict, code, None, getattr(state.gateway, name)))
    for code, name in ((17, "executors"), (22, "nonces"), (29, "credits")):
        setattr(state.gateway, name, restored(NotingSet, code, None, getattr(state.gateway, name)))
    return state

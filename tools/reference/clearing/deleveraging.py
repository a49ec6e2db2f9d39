"""What is taken from the other side of an insolvent account (WF-16 to WF-20)."""

import io
import pickle
from types import SimpleNamespace

from ..arithmetic import MAX_UINT256, W, Failure, absolute, sdiv, sint, to_int, to_uint, udiv, uint, umul
from ..graduated import Fault, amount_of, closing_packages, notional, proceeds
from .model_standard import standard_work
from .movements import managers_movement, move, next_trade
from .perps import unsettled_cash
from .reduced_account import case_of, levels_of
from .settlement import settle_interest, settle_perps
from .state import CASH, STANDARD, window

MOST_CANDIDATES = 256
PARTS = 1 << 16
FREE_PARTS = 64
NOTHING = SimpleNamespace(option=0, perp=0, collateral=0)
WHOLE_LOTS = SimpleNamespace(
    buffer=0, steps=NOTHING, least=NOTHING, hedgesWithPerp=False, keepsPairs=True,
    penalty=SimpleNamespace(maximumRate=0, fullDepth=0, initialShare=0, rampSeconds=0, equityShare=0))


# No closing changes these, or what it did counts all the same.
UNCHANGED = ("gateway", "signed", "record", "work", "work_limit")


class Writer(pickle.Pickler):
    """The state itself stands for itself."""

    def __init__(self, file, state):
        super().__init__(file)
        self.state = state

    def persistent_id(self, of):
        return "state" if of is self.state else None


class Restorer(pickle.Unpickler):
    def __init__(self, file, state):
        super().__init__(file)
        self.state = state

    def persistent_load(self, _):
        return self.state


class Saved:
    """What a turn may change of a state, to be taken back."""

    def __init__(self, state):
        self.state, self.file = state, io.BytesIO()
        self.events = len(state.record.events) if state.record is not None else 0
        Writer(self.file, state).dump({name: value for name, value in vars(state).items() if name not in UNCHANGED})

    def take_back(self):
        self.file.seek(0)
        vars(self.state).update(Restorer(self.file, self.state).load())
        if self.state.record is not None:
            del self.state.record.events[self.events:]


def tried(state, body, stays):
    """What `body` gives, its changes kept only if `stays` of it; None where it is refused."""
    saved, result = Saved(state), None
    try:
        result = body()
        if stays(result):
            return result
    except (Failure, Fault):
        pass
    saved.take_back()
    return result


def deleverage(state, number, bidder, missing):
    """WF-16: what is left to socialise of what the security module did not pay."""
    rule, sums = state.liquidation.deleveraging, state.sums  # the latter replaced where something is taken back
    if rule is None:
        return missing
    same = window(sums.lost_at, rule.seconds) == window(state.time, rule.seconds)
    lost = sums.lost_in_window if same else 0
    first = min(missing, max(rule.socialisedFirst - lost, 0))
    left = first + Round(state, number, bidder, missing - first).left_over()
    if left:
        state.sums.lost_at, state.sums.lost_in_window = state.time, uint(lost + left)
    return left


class Round:
    def __init__(self, state, number, bidder, shortfall):
        self.state, self.number, self.bidder = state, number, bidder
        self.shortfall = self.left = shortfall
        self.over = 0  # what was closed beyond what bears the charges
        self.rule = state.liquidation.deleveraging
        self.closings = []

    def left_over(self):
        """What is left of the shortfall, with its event (LG-17)."""
        if self.shortfall == 0:
            return 0
        self.collect()
        if self.closings:
            self.state.note("deleveraged", SimpleNamespace(
                account=self.number, bidder=self.bidder, rule=self.rule.rule, shortfall=self.shortfall,
                collected=self.shortfall - self.left, closings=self.closings))
        return self.left

    def collect(self):
        """WF-17, WF-18, each within its part of the work that is left (LG-31)."""
        state, work = self.state, self.state.work_left
        with state.within(work // 6):
            measured = self.all_measured(self.candidates())
        if self.rule.rule == "least":
            self.go_least(measured, work)
            return
        with state.within(work // 3):
            self.go(self.rule.rule, measured)

    def go(self, rule, measured):
        total = sum(min(each.relief, self.charge(each.notional)) for each in measured)
        for each in ordered(rule, measured):
            self.close(each, self.whole(self.share(each, total) if rule == "proRata" else MAX_UINT256), 8)
        if rule == "proRata":
            for each in measured:
                self.close(each, self.whole(MAX_UINT256), 8)

    def go_least(self, measured, work):
        def queue():
            self.go("queue", measured)
            return self.left, self.over

        def least():
            order = ordered("least", measured)
            for each in order:
                self.close(each, self.free, 40)
            for each in order:
                self.close(each, self.least_amount, 40, most_over)
            return self.left, self.over

        def stays(found):
            return found[0] <= queued and found[1] <= most_over

        with self.state.within(work // 12):
            queued, most_over = tried(self.state, queue, stays=lambda _: False)
        self.begin()
        with self.state.within(work // 4):
            if stays(tried(self.state, least, stays)):
                return
        self.begin()
        with self.state.within(work // 12):
            self.go("queue", measured)

    def begin(self):
        self.left, self.over, self.closings = self.shortfall, 0, []

    def all_measured(self, found):
        """LG-31: the largest first, as far as work goes; then in their order."""
        measured = {}
        for place in self.largest_first(found):
            number = found[place][0]
            held = len(self.state.accounts[number].held)
            if self.state.work_left >= self.reading_work(number) * (8 + held // 8):
                measured[place] = self.measured(*found[place])
        return [measured[place] for place in sorted(measured) if measured[place]]

    def has_work(self, number, times):
        """LG-31: for a turn."""
        both = (number, self.number)
        held = sum(len(self.state.accounts[each].held) for each in both)
        return self.state.work_left >= sum(self.reading_work(each) for each in both) * (times + held // 8)

    def reading_work(self, number):
        account = self.state.accounts[number]
        manager, held = self.state.managers[account.manager], len(account.held)
        if manager.model == STANDARD:
            return standard_work(manager, held)
        return held * (len(manager.scenarios) + 8)

    def largest_first(self, found):
        def size(place):
            number, leg = found[place]
            try:
                return notional(leg, absolute(self.state.accounts[number].balance(leg.instrument)))
            except Failure:
                return MAX_UINT256

        return sorted(range(len(found)), key=lambda place: (-size(place), place))

    def charge(self, value):
        return umul(value, self.rule.largestRate)

    # Who

    def in_service(self):
        state = self.state
        accounts = {state.security_module, state.liquidation.blocking_account}
        for manager in state.managers.values():
            accounts |= {manager.fee_recipient, manager.internal_account}
        return accounts

    def candidates(self):
        state = self.state
        try:
            legs = case_of(state, self.number, WHOLE_LOTS, 0).legs
        except (Failure, Fault):
            return []
        legs = [leg for leg in legs if leg.kind != "collateral" and leg.amount]
        if not legs or state.work_left < len(state.accounts) // 16:
            return []
        state.spend(len(state.accounts) // 16)
        left_out = self.in_service() | {self.number, self.bidder}
        found = []
        for number in numbers_of(state) if legs else ():
            account = state.accounts.get(number)
            if account is None or number in left_out:
                continue
            others = [leg for leg in legs if is_other_side(account.balance(leg.instrument), leg.amount)]
            if others and not (number in state.auctions and state.auctions[number].ongoing):
                found += [(number, leg) for leg in others]
        if len(found) > MOST_CANDIDATES:
            found = [found[place] for place in sorted(self.largest_first(found)[:MOST_CANDIDATES])]
        return found

    def measured(self, number, leg):
        def measure():
            state, account = self.state, self.state.accounts[number]
            held = absolute(account.balance(leg.instrument))
            owed = unsettled_cash(state, account, leg.instrument[0]) if leg.kind == "perp" else 0
            self.settle(number)
            most = self.closable(number, leg)
            initial, maintenance, mark = levels_of(state, number)
            closed, *_ = self.moved(number, leg, most)
            after = levels_of(state, number)
            relief = relieved((initial, maintenance), after)
            return SimpleNamespace(
                number=number, leg=leg, most=most, relief=relief, notional=notional(leg, closed), owed=owed,
                whole=notional(leg, held), mark=mark)

        found = tried(self.state, measure, stays=lambda _: False)
        return found if found and found.relief else None

    def settle(self, number):
        settle_interest(self.state, number)
        settle_perps(self.state, number)

    def closable(self, number, leg):
        """What may be closed of an account's position now."""
        held = self.state.accounts[number].balance(leg.instrument)
        if not is_other_side(held, leg.amount):
            return 0
        return self.unpaired(number, leg.instrument) if self.rule.keepsPairs else absolute(held)

    def unpaired(self, number, instrument):
        case = case_of(self.state, number, WHOLE_LOTS, 0)
        self.state.spend(case.direct + (len(case.legs) + 1) * case.searched)
        place = next(i for i, leg in enumerate(case.legs) if leg.instrument == instrument)
        for package in closing_packages(case):
            if package.kind == "single" and package.parts[0][0] == place:
                return amount_of(case.units[place], package.parts[0][1])
        return 0

    # How much

    def share(self, each, total):
        """The most of a candidate that is closed at first where all are in proportion."""
        return -(-each.most * self.shortfall // total) if total > self.shortfall else MAX_UINT256

    def whole(self, share):
        return lambda turn, most: min(most, share)

    def free(self, turn, most):
        """The most for which it bears the largest rate and the insolvent account is no worse, of that the least."""
        def is_free(part):
            found = tried(self.state, lambda: self.borne(turn, most * part // FREE_PARTS, True), stays=lambda _: False)
            return found is not None and found.relief >= found.charge

        low, high = 0, FREE_PARTS
        if is_free(FREE_PARTS):
            low = FREE_PARTS
        else:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if is_free(middle) else (low, middle)
        return self.least_amount(turn, most * low // FREE_PARTS)

    def least_amount(self, turn, most):
        def enough(part):
            found = tried(self.state, lambda: self.borne(turn, most * part // PARTS), stays=lambda _: False)
            return found is not None and found.borne >= self.left

        if not enough(PARTS):
            return most
        low, high = 0, PARTS
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        return most * high // PARTS

    # Closing

    def moved(self, number, leg, amount):
        """Moves at most so much of the leg to the candidate, toward 0 for both: how much."""
        state = self.state
        there = state.accounts[self.number].balance(leg.instrument)
        amount = min(amount, absolute(there))
        if amount == 0:
            raise Failure("nothing to close")
        trade = next_trade(state)
        signed = amount if there > 0 else -amount  # to the candidate
        cash = proceeds(leg, signed)
        for instrument, value in ((leg.instrument, signed), ((CASH, 0), cash)):
            move(state, self.number, instrument, sint(-value), trade)
            move(state, number, instrument, value, trade)
        return amount, signed, cash

    def borne(self, turn, amount, and_left=False):
        """WF-19 without the payment, once the candidate is settled."""
        state = self.state
        closed, signed, cash = self.moved(turn.number, turn.leg, amount)
        if and_left and levels_of(state, self.number)[1] < turn.there:
            raise Failure("Waterfall_LowersMargin")
        relief = relieved(turn.before, levels_of(state, turn.number))
        value = notional(turn.leg, closed)
        charge = self.charge(value)
        return SimpleNamespace(
            signed=signed, cash=cash, value=value, relief=relief, charge=charge, borne=min(relief, charge))

    def close(self, each, amount_of_most, times, most_over=MAX_UINT256):
        if self.left == 0 or not self.has_work(each.number, times):
            return
        state = self.state

        def closing():
            self.settle(each.number)
            most = self.closable(each.number, each.leg)
            if most == 0:
                raise Failure("nothing to close")
            turn = SimpleNamespace(
                number=each.number, leg=each.leg, before=levels_of(state, each.number),
                there=levels_of(state, self.number)[1])
            found = self.borne(turn, amount_of_most(turn, most))
            found.paid = min(found.borne, self.left)
            if found.paid == 0:
                raise Failure("nothing is paid")
            for number, cash in ((each.number, -to_int(found.paid)), (self.bidder, to_int(found.paid))):
                managers_movement(state, state.accounts[number].manager, number, (CASH, 0), cash)
            after = levels_of(state, each.number)
            if any(b < a for a, b in zip(turn.before[:2], after[:2])) or levels_of(state, self.number)[1] < turn.there:
                raise Failure("Waterfall_LowersMargin")
            found.over = self.over + max(found.value - udiv(found.paid, self.rule.largestRate), 0)
            if found.over > most_over:
                raise Failure("beyond what the queue would close")
            return found

        found = tried(state, closing, stays=lambda _: True)
        if found:
            self.left -= found.paid
            self.over = found.over
            self.closings.append((each.number, each.leg.instrument, found.signed, found.cash, found.paid))


def numbers_of(state):
    """All accounts, in their order."""
    count = getattr(state, "account_count", None)
    return sorted(state.accounts) if count is None else range(1, count + 1)


def is_other_side(held, amount):
    return held != 0 and (held > 0) != (amount > 0)


def relieved(before, after):
    gains = [b - a for a, b in zip(before[:2], after[:2])]
    return min(gains) if min(gains) > 0 else 0


def ordered(rule, measured):
    if rule == "proRata":
        return measured
    return sorted(measured, key=lambda each: -(queue_rank if rule == "queue" else least_rank)(each))


def queue_rank(each):
    try:
        profit = to_uint(max(sint(W + sdiv(each.owed, max(to_int(each.whole), 1))), 0))
        return umul(profit, udiv(each.notional, to_uint(max(each.mark, 0))))
    except Failure:
        return MAX_UINT256


def least_rank(each):
    try:
        return udiv(each.relief, each.notional)
    except Failure:
        return MAX_UINT256

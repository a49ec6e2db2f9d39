"""What is taken from the other side of an insolvent account (WF-16 to WF-20)."""

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
NOTHING = SimpleNamespace(option=0, perp=0, collateral=0)
WHOLE_LOTS = SimpleNamespace(
    buffer=0, steps=NOTHING, least=NOTHING, hedgesWithPerp=False, keepsPairs=True,
    penalty=SimpleNamespace(maximumRate=0, fullDepth=0, initialShare=0, rampSeconds=0, equityShare=0))


def tried(state, body, stays):
    """What `body` gives, its changes kept only if `stays` of it; None where it is refused."""
    record, state.record = state.record, None
    saved = pickle.dumps(state)
    state.record = record
    try:
        result = body()
        if stays(result):
            return result
    except (Failure, Fault):
        result = None
    work, limit = state.work, state.work_limit
    state.__dict__.update(pickle.loads(saved).__dict__)
    state.work, state.work_limit = work, limit  # what is counted stays counted (LG-31)
    state.record = record
    return result


def deleverage(state, number, bidder, missing):
    """WF-16: what is left to socialise of what the security module did not pay."""
    rule, sums = state.liquidation.deleveraging, state.sums  # the latter replaced where something is taken back
    if rule is None:
        return missing
    same = window(sums.lost_at, rule.seconds) == window(state.time, rule.seconds)
    lost = sums.lost_in_window if same else 0
    first = min(missing, max(rule.socialisedFirst - lost, 0))
    left = first + Round(state, number, bidder, missing - first).collected()
    if left:
        state.sums.lost_at, state.sums.lost_in_window = state.time, uint(lost + left)
    return left


class Round:
    def __init__(self, state, number, bidder, shortfall):
        self.state, self.number, self.bidder = state, number, bidder
        self.shortfall = self.left = shortfall
        self.rule = state.liquidation.deleveraging

    def collected(self):
        """WF-17, WF-18: what is left of the shortfall."""
        if self.shortfall == 0:
            return 0
        state, left = self.state, self.state.work_left
        with state.within(left // 6):
            ordered = self.ordered(self.all_measured(self.candidates()))
        total = sum(min(each.relief, self.charge(each.notional)) for each in ordered)
        with state.within(left // 3):
            for each in ordered:
                if self.left == 0:
                    break
                self.close(each, self.share(each, total))
            if self.rule.rule == "proRata":
                for each in ordered:
                    if self.left:
                        self.close(each, MAX_UINT256)
        return self.left

    def all_measured(self, found):
        """LG-31: the largest first, as far as work goes; then in their order."""
        measured = {}
        for place in self.largest_first(found):
            if self.has_work(found[place][0], 8):
                measured[place] = self.measured(*found[place])
        return [measured[place] for place in sorted(measured) if measured[place]]

    def has_work(self, number, times):
        held = len(self.state.accounts[number].held)
        return self.state.work_left >= self.reading_work(number) * (times + held // 8)

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
        for number, account in state.accounts.items():
            if number in left_out or (number in state.auctions and state.auctions[number].ongoing):
                continue
            for leg in legs:
                held = account.balance(leg.instrument)
                if held and (held > 0) != (leg.amount > 0):
                    found.append((number, leg))
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
            closed = self.moved(number, leg, most)
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
        if held == 0 or (held > 0) == (leg.amount > 0):
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

    # In which order, how much

    def ordered(self, measured):
        if self.rule.rule == "proRata":
            return measured
        rank = queue_rank if self.rule.rule == "queue" else least_rank
        return sorted(measured, key=lambda each: -rank(each))

    def share(self, each, total):
        """The most of a candidate that the rule closes at first."""
        if self.rule.rule == "proRata" and total > self.shortfall:
            return -(-each.most * self.shortfall // total)
        return MAX_UINT256

    def least_amount(self, each, most):
        def enough(part):
            found = tried(self.state, lambda: self.borne(each, most * part // PARTS), stays=lambda _: False)
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
            if value or instrument[0] != CASH:
                move(state, self.number, instrument, sint(-value), trade)
                move(state, number, instrument, value, trade)
        return amount

    def borne(self, each, amount):
        """WF-19 without the payment, once the candidate is settled."""
        state = self.state
        before, there = levels_of(state, each.number), levels_of(state, self.number)[1]
        closed = self.moved(each.number, each.leg, amount)
        relief = relieved(before, levels_of(state, each.number))
        return SimpleNamespace(
            closed=closed, borne=min(relief, self.charge(notional(each.leg, closed))), before=before, there=there)

    def close(self, each, share):
        state = self.state
        if not self.has_work(each.number, 48 if self.rule.rule == "least" else 8):
            return

        def closing():
            self.settle(each.number)
            amount = min(self.closable(each.number, each.leg), share)
            if self.rule.rule == "least":
                amount = self.least_amount(each, amount)
            found = self.borne(each, amount)
            found.paid = min(found.borne, self.left)
            if found.paid:
                for number, cash in ((each.number, -to_int(found.paid)), (self.bidder, to_int(found.paid))):
                    managers_movement(state, state.accounts[number].manager, number, (CASH, 0), cash)
            found.after = levels_of(state, each.number)
            found.left = levels_of(state, self.number)[1]
            return found

        def stays(found):
            lowered = any(b < a for a, b in zip(found.before[:2], found.after[:2])) or found.left < found.there
            return found.paid and not lowered

        found = tried(state, closing, stays)
        if found and stays(found):
            self.left -= found.paid


def relieved(before, after):
    gains = [b - a for a, b in zip(before[:2], after[:2])]
    return min(gains) if min(gains) > 0 else 0


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

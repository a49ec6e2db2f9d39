"""What is taken from the other side of an insolvent account (WF-16 to WF-20)."""

import pickle
from types import SimpleNamespace

from ..arithmetic import MAX_UINT256, W, Failure, absolute, sdiv, sint, to_int, to_uint, udiv, uint, umul
from ..graduated import Fault, amount_of, closing_packages, notional, proceeds
from .movements import managers_movement, move, next_trade
from .perps import unsettled_cash
from .reduced_account import case_of, levels_of
from .settlement import settle_interest, settle_perps
from .state import CASH, window

MOST_CANDIDATES = 256
PARTS = 1 << 16
FREE_PARTS = 64
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
    state.__dict__.update(pickle.loads(saved).__dict__)
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
        self.over = 0  # what was closed beyond what bears the charges
        self.rule = state.liquidation.deleveraging

    def collected(self):
        """WF-17, WF-18: what is left of the shortfall."""
        if self.shortfall == 0:
            return 0
        measured = [each for each in (self.measured(*one) for one in self.candidates()) if each]
        if self.rule.rule == "least":
            self.go_least(measured)
        else:
            self.go(self.rule.rule, measured)
        return self.left

    def go(self, rule, measured):
        total = sum(min(each.relief, self.charge(each.notional)) for each in measured)
        for each in ordered(rule, measured):
            self.close(each, self.whole(self.share(each, total) if rule == "proRata" else MAX_UINT256))
        if rule == "proRata":
            for each in measured:
                self.close(each, self.whole(MAX_UINT256))

    def go_least(self, measured):
        def queue():
            self.go("queue", measured)
            return self.left, self.over

        def least():
            order = ordered("least", measured)
            for each in order:
                self.close(each, self.free)
            for each in order:
                self.close(each, self.least_amount, most_over)
            return self.left, self.over

        queued, most_over = tried(self.state, queue, stays=lambda _: False)
        self.left, self.over = self.shortfall, 0

        def stays(found):
            return found[0] <= queued and found[1] <= most_over

        if not stays(tried(self.state, least, stays)):
            self.left, self.over = self.shortfall, 0
            self.go("queue", measured)

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
            def size(place):
                number, leg = found[place]
                try:
                    return notional(leg, absolute(state.accounts[number].balance(leg.instrument)))
                except Failure:
                    return MAX_UINT256

            kept = sorted(range(len(found)), key=lambda place: (-size(place), place))[:MOST_CANDIDATES]
            found = [found[place] for place in sorted(kept)]
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
            return found is not None and found.left >= turn.there and found.relief >= found.charge

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
            if value or instrument[0] != CASH:
                move(state, self.number, instrument, sint(-value), trade)
                move(state, number, instrument, value, trade)
        return amount

    def borne(self, turn, amount, and_left=False):
        """WF-19 without the payment, once the candidate is settled."""
        state = self.state
        closed = self.moved(turn.number, turn.leg, amount)
        left = levels_of(state, self.number)[1] if and_left else None
        relief = relieved(turn.before, levels_of(state, turn.number))
        value = notional(turn.leg, closed)
        charge = self.charge(value)
        return SimpleNamespace(value=value, relief=relief, charge=charge, borne=min(relief, charge), left=left)

    def close(self, each, amount_of_most, most_over=MAX_UINT256):
        if self.left == 0:
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

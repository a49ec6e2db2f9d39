"""What holds after every operation in corrected mode (CL-75)."""

from ..arithmetic import W, absolute
from .exact_cash import exact_sums
from .rules import NAMES
from .state import OPTION, PERP, TOKEN


def check_laws(state):
    assert state.rules == frozenset(NAMES)
    for name, asset in state.assets.items():
        held = {number: [(sub, balance) for (of, sub), balance in account.balances.items() if of == name]
                for number, account in state.accounts.items()}
        if asset.kind != TOKEN:
            check_instruments(name, asset, [each for rows in held.values() for each in rows])
        for manager, position in asset.positions.items():
            total = sum(absolute(balance) for number, rows in held.items() for _, balance in rows
                        if state.accounts[number].manager == manager)
            assert position.value == total, (name, manager)
        if asset.kind == OPTION:
            for number, rows in held.items():
                total = state.accounts[number].option_total.get(name, 0)
                assert total == sum(absolute(balance) for _, balance in rows), (name, number)
        if asset.kind == TOKEN:
            balances = [balance for rows in held.values() for _, balance in rows]
            assert min(balances, default=0) >= 0, name
            assert sum(balances) * 10**asset.decimals <= asset.tokens * W, name
    check_cash(state)


def check_instruments(name, asset, rows):
    subs = {sub for sub, _ in rows} | set(asset.open_interest) | ({0} if asset.kind == PERP else set())
    for sub in subs:
        balances, interest = [balance for of, balance in rows if of == sub], asset.interest(sub)
        assert sum(balances) + interest.settled == 0, (name, sub)
        assert interest.value == sum(max(balance, 0) for balance in balances), (name, sub)


def check_cash(state):
    cash, accounts = state.cash, state.accounts.values()
    sides = {"supply": [each for each in accounts if each.shares > 0 or each.remainder > 0],
             "borrow": [each for each in accounts if each.shares < 0 or each.remainder < 0]}
    for side, those in sides.items():
        assert getattr(cash, f"{side}_shares") == sum(abs(each.shares) for each in those), side
        assert getattr(cash, f"{side}_remainder") == sum(abs(each.remainder) for each in those), side
    supply, debt = exact_sums(cash)
    fees = cash.accrued_fees * W + cash.fee_remainder
    backed = cash.tokens * 10 ** (36 - cash.decimals) + cash.unbacked * W
    assert supply + fees - debt - cash.net_settled * W == backed

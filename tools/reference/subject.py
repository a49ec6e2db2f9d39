"""What is margined: a market with an account, or an arranged portfolio.

Subjects are never changed in place; trades and moves give new ones.
"""

from types import SimpleNamespace

from .arrangement import arrange
from .portfolio_margin import margin


def subject_of(line):
    if line.raw:
        return SimpleNamespace(market=line.market, account=line.account, portfolio=None)
    return portfolio_subject(line.portfolio)


def portfolio_subject(portfolio):
    return SimpleNamespace(market=None, account=None, portfolio=portfolio)


def account_subject(subject, account):
    return SimpleNamespace(market=subject.market, account=account, portfolio=None)


def arranged(params, subject):
    if subject.portfolio is not None:
        return subject.portfolio
    return arrange(subject.market, subject.account, params.maxExpiries)


def margin_of(params, scenarios, subject):
    return margin(params, scenarios, arranged(params, subject))


def changed(record, **members):
    """A record with some members replaced."""
    return SimpleNamespace(**{**vars(record), **members})

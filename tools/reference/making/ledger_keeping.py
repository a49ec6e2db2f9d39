"""Blocks in which keepers work: auctions solvent and insolvent, bids from all kinds of accounts, who pays (MO-36 to MO-39)."""

from .dice import W
from .ledger_scene import ALL, contract, person

DEEP = 2**64  # beyond every account


def auction(s, call, account, scenario=0, owner="anybody"):
    return s.one("auction", owner, call, account, scenario)


def bid(s, owner, number, bidder, part, limit=0, trade=0, **more):
    return s.one("bid", owner, number, bidder, part, limit, trade, **more)


def liquidation(s, owner, source, number, cash, part, merge, limit=0, trade=0, **more):
    return s.one("liquidation", owner, number, cash, part, limit, trade, merge, account=source, **more)


def keeping(scene, first):
    """Account 3 under the portfolio manager and 4 under the standard one are short; 7 leaves custody."""
    s = scene
    s.time = first
    usdc = contract("USDC")
    made = [s.credit(60 + number, who, 10**11) for number, who in enumerate(("six", "seven", "eight", "nine"))]
    made += [s.deposit("six", 9 * 10**10, manager="portfolio"), s.deposit("seven", 9 * 10**10)]
    made += [s.deposit("eight", 10**8), s.deposit("nine", 10**10), s.one("custody", "five", 0, 7)]
    made += [s.matched(("three", 5), ("one", 3), 100 * W, 2_000 * W), s.matched(("four", 6), ("two", 4), 200 * W, 2_000 * W),
             s.matched(("four", 6), ("nine", 11), 20 * W, 2_000 * W)]
    made += [auction(s, call, 4) for call in range(5)] + [auction(s, 0, number) for number in (0, 99, DEEP)]
    made += [bid(s, "seven", 4, 9, part, account=9) for part in (0, W + 1, W)]
    made += [s.one("securityModule", "six", call, 1) for call in (0, 1, 2)]
    made += [s.one("securityModule", "nine", 0, 2 * 10**9), s.one("securityModule", "nine", 0, 10**12)]
    made += [liquidation(s, "seven", 9, 4, W, W, 1), liquidation(s, "seven", 0, 4, W, W, 1), liquidation(s, "seven", 9, 4, W, W, 2)]
    blocks = [(first, made), (first + 1_900, solvent(s, first + 1_900)), (first + 2_000, insolvent(s, first + 2_000))]
    return blocks + [(first + 50_000, ending(s, first + 50_000, usdc))]


def solvent(s, time):
    s.time = time
    made = s.prices(2_400 * W) + [s.one("custody", "five", 1, 7), s.one("sessionKey", "seven", person("key"), ALL)]
    made += [auction(s, 0, 4, 17), auction(s, 0, 4), auction(s, 1, 4), auction(s, 2, 4), auction(s, 3, 4), auction(s, 0, 3),
             auction(s, 0, 11)]
    part = W // 100
    made += [
        bid(s, "five", 4, 7, part), bid(s, "five", 4, 7, part), bid(s, "six", 4, 9, part), bid(s, "seven", 4, 9, part),
        bid(s, "seven", 4, 9, part, account=9, signer="key"), bid(s, "seven", 4, 10, part, account=9),
        bid(s, "seven", 4, 9, part, signer="key"), bid(s, "six", 4, 8, part, account=8), bid(s, "four", 4, 6, part, account=6),
        bid(s, "eight", 4, 10, W // 2, account=10), bid(s, "eight", 4, 10, part, trade=1, account=10),
        bid(s, "eight", 4, 10, part // 100, limit=1, account=10), bid(s, "eight", 4, DEEP, part), bid(s, "eight", DEEP, 10, part)]
    made += [
        liquidation(s, "two", 4, 4, W, part, 0), liquidation(s, "one", 3, 4, 9_000 * W, part, 0),
        liquidation(s, "eight", 10, 4, W, W // 2, 1), liquidation(s, "eight", 10, 4, 0, part, 0),
        liquidation(s, "eight", 10, 4, W, 1, 0), liquidation(s, "eight", 10, 4, W, 1, 1),
        liquidation(s, "eight", 10, 4, 50 * W, part // 100, 1, signer="eight"), liquidation(s, "five", 7, 4, W, part, 0),
        liquidation(s, "four", 6, 4, 20_000 * W, part, 0), liquidation(s, "four", 6, DEEP, 20_000 * W, part, 0),
        liquidation(s, "four", 6, 4, 20_000 * W, part, 1, limit=1), liquidation(s, "four", 6, 4, 2**255, part, 1),
        liquidation(s, "four", 6, 4, 10**9 * W, part, 1), liquidation(s, "four", 6, 4, 30_000 * W, part, 1),
        s.one("withdrawal", "two", contract("USDC"), 1, account=4), s.one("securityModule", "owner", 1, 10**6), s.matched(("two", 4), ("four", 6), W, 2_400 * W)]
    # The least cash of these that the auction takes leaves its bidder below initial margin.
    return made + [liquidation(s, "four", 6, 4, 9_000 * W * 3**step // 4**step, part, 0) for step in range(8, 14)]


def insolvent(s, time):
    s.time = time
    part = W // 4
    made = s.prices(3_200 * W) + [auction(s, 1, 4), auction(s, 3, 4), auction(s, 0, 4, 5)]
    made += [auction(s, 0, 3, 6), auction(s, 0, 3, 5), auction(s, 2, 3, 5), auction(s, 2, 3, 9), auction(s, 2, 3, 0), auction(s, 1, 3)]
    made += [
        s.one("withdrawal", "seven", contract("USDC"), 1, account=9), bid(s, "six", 3, 8, part, account=8),
        bid(s, "six", 3, 8, part, account=8), liquidation(s, "three", 5, 3, 30_000 * W, part, 0),
        liquidation(s, "three", 5, 3, 30_000 * W, part, 1, limit=-(10**9) * W % 2**256),
        liquidation(s, "three", 5, 3, 40_000 * W, W, 1), s.one("securityModule", "nine", 0, 10**10),
        bid(s, "seven", 4, 9, part), liquidation(s, "four", 6, 4, 50_000 * W, part, 1), auction(s, 3, 4)]
    return made + [s.one("securityModule", "owner", 1, 10**9), s.one("securityModule", "six", 1, 10**9)]


def ending(s, time, usdc):
    s.time = time
    made = s.prices(2_400 * W)
    made += [auction(s, 3, 4), auction(s, 0, 6), auction(s, 0, 4, 3), auction(s, 1, 4), auction(s, 1, 3), auction(s, 1, 11)]
    made += [s.one("holder", "security", 4, 1, W), s.one("holder", "one", 4, 1, 5), s.one("holder", "one", 4, DEEP, 5)]
    made += [s.one("securityModule", "nine", 0, ALL), s.one("holder", "security", 4, 1, W), s.one("securityModule", "owner", 1, 10**6), s.one("takeOut", "owner", usdc, ALL)]
    return made

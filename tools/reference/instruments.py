"""Instruments as text (EX-1), and the decimal numbers of the command line."""

import re
from types import SimpleNamespace

from .arithmetic import MAX_INT256, MAX_UINT256, MIN_INT256, W, trunc
from .text import is_address

TEN_YEARS = 315_360_000  # seconds; from here on a number is a time
DECIMAL = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,18}))?")


class Malformed(Exception):
    """A text of the command line that is not of its form."""


def parse_instrument(text):
    """kind `perp`, `option` (isCall, expiry, strike) or `collateral` (asset)."""
    parts = text.split(":")
    if parts == ["perp"]:
        return SimpleNamespace(kind="perp")
    if parts[0] == "collateral" and len(parts) == 2 and is_address(parts[1].lower()):
        return SimpleNamespace(kind="collateral", asset=parts[1].lower())
    if parts[0] in ("call", "put") and len(parts) == 3 and re.fullmatch("[0-9]+", parts[1]):
        return SimpleNamespace(
            kind="option", isCall=parts[0] == "call", expiry=int(parts[1]),
            strike=parse_decimal(parts[2], 0, MAX_UINT256))
    raise Malformed(f"{text!r} is not an instrument")


def parse_decimal(text, lowest=MIN_INT256, highest=MAX_INT256):
    """Units with at most eighteen decimals, as a wad."""
    match = DECIMAL.fullmatch(text)
    if match is None or (match[1] and lowest == 0):
        raise Malformed(f"{text!r} is not a number with at most eighteen decimals")
    value = int(match[2]) * W + int((match[3] or "").ljust(18, "0"))
    value = -value if match[1] else value
    if not lowest <= value <= highest:
        raise Malformed(f"{text!r} is out of range")
    return value


def parse_percentage(text):
    """A percentage as a wad, divided by 100 toward zero (EX-3)."""
    if not text.endswith("%"):
        raise Malformed(f"{text!r} is not a percentage")
    return trunc(parse_decimal(text[:-1].removeprefix("+")), 100)


def perp_text():
    return "perp"


def option_text(seconds, option):
    return f"{'call' if option.isCall else 'put'}:{seconds}:{decimal_text(option.strike)}"


def collateral_text(asset):
    return f"collateral:{asset}"


def decimal_text(wad):
    """The shortest decimal of an unsigned wad."""
    units, rest = divmod(wad, W)
    return f"{units}.{rest:018}".rstrip("0") if rest else str(units)

"""Canonical text of integers, addresses and byte strings (AR-19, AR-20)."""

import re

INTEGER = re.compile(r"0|-?[1-9][0-9]*")
ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]{1,64}")
BYTES = re.compile(r"0x(?:[0-9a-f]{2})*")

LONGEST = 79  # characters of an integer that can lie in a type of 256 bits


def is_canonical_integer(text):
    return INTEGER.fullmatch(text) is not None


def is_address(text):
    return ADDRESS.fullmatch(text) is not None


def is_bytes(text):
    return BYTES.fullmatch(text) is not None


def parse_hexadecimal(text):
    """The bits of an integer's hexadecimal form (AR-20), or None."""
    return int(text, 16) if HEXADECIMAL.fullmatch(text) else None


def parse_integer(text, lowest, highest):
    """The integer a canonical text stands for, or None if it is outside the bounds."""
    if len(text) > LONGEST:
        return None
    value = int(text)
    return value if lowest <= value <= highest else None

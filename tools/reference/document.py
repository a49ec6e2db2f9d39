"""JSON input read strictly: every fault has a path and a reason (PM-7, JS-2, JS-3, JS-12).

A shape says what a value must look like. It is one of

    a Leaf                          a string or a boolean
    [shape]                         an array
    [shape, limit]                  an array of at most so many elements
    {"name": shape, ...}            an object with exactly these members; a member
                                    whose shape is Optional may be absent
    MapOf(shape, ...)               an object whose member names are data

`decode` turns a JSON value of a shape into integers, booleans, lists and records.
"""

import json
import re
from types import SimpleNamespace

from .arithmetic import MAX_INT256, MIN_INT256
from .text import is_address, is_canonical_integer, parse_integer


WORD = re.compile(r"[A-Za-z0-9_-]{1,80}")


class NoInteger:
    """A number with a fraction, an exponent or a needless sign: no form has one, nor has it a canonical form."""

    def __init__(self, text):
        self.text = text


class Refused(Exception):
    """Invalid input. Not a protocol failure: nothing was computed."""

    def __init__(self, path, reason, message):
        super().__init__(f"{path or 'input'}: {message}")
        self.path = path
        self.reason = reason


class Members(list):
    """A JSON object as its list of (name, value), duplicates kept."""


def parse(text, **numbers):
    """The JSON value of a text, with objects as Members without duplicates.

    `numbers` may say how numbers are read: `parse_int`, `parse_float`.
    """
    try:
        value = json.loads(text, object_pairs_hook=Members, parse_constant=not_json, **numbers)
    except (ValueError, RecursionError) as error:
        raise Refused("", "malformed", f"not JSON: {error}") from None
    refuse_duplicate_members(value, "")
    return value


def not_json(constant):
    raise ValueError(f"{constant} is not JSON")


def refuse_duplicate_members(value, path):
    if isinstance(value, Members):
        seen = set()
        for name, member in value:
            if name in seen:
                raise Refused(join(path, name), "duplicate", "the member is there twice")
            seen.add(name)
            refuse_duplicate_members(member, join(path, name))
    elif isinstance(value, list):
        for i, element in enumerate(value):
            refuse_duplicate_members(element, f"{path}[{i}]")


def join(path, name):
    """JS-12: a member's path; names of other characters stand in brackets."""
    if not WORD.fullmatch(name):
        return f"{path}[{json.dumps(name)}]"
    return f"{path}.{name}" if path else name


def plain(value):
    """A parsed value with Members as dictionaries."""
    if isinstance(value, Members):
        return {name: plain(member) for name, member in value}
    if isinstance(value, list):
        return [plain(element) for element in value]
    return value


class Leaf:
    """A value without parts. `read(value, path)` gives it or raises Refused."""

    def __init__(self, read, write=lambda value: value):
        self.read = read
        self.write = write


class Optional:
    """A member that may be absent; it is None then."""

    def __init__(self, shape):
        self.shape = shape


class MapOf:
    """An object whose member names are data.

    `is_name` says which are well formed, `key` what a name stands for: no two for the same.
    """

    def __init__(self, shape, is_name, key, limit):
        self.shape = shape
        self.is_name = is_name
        self.key = key
        self.limit = limit


def integer(lowest, highest):
    def read(value, path):
        if not isinstance(value, str):
            raise Refused(path, "type", "an integer is a string of decimal digits")
        if not is_canonical_integer(value):
            raise Refused(path, "form", f"{value!r} is not the canonical text of an integer")
        number = parse_integer(value, lowest, highest)
        if number is None:
            raise Refused(path, "range", f"{value} is outside {lowest} ... {highest}")
        return number

    return Leaf(read, str)


def number(lowest, highest):
    def read(value, path):
        if isinstance(value, (NoInteger, float)):
            raise Refused(path, "form", "a count is a JSON number without a fraction")
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused(path, "type", "a count is a JSON number")
        if not lowest <= value <= highest:
            raise Refused(path, "range", f"{value} is outside {lowest} ... {highest}")
        return value

    return Leaf(read)


def word(*words):
    def read(value, path):
        if not isinstance(value, str):
            raise Refused(path, "type", "a string is expected")
        if value not in words:
            raise Refused(path, "form", f"{value!r} is none of {', '.join(words)}")
        return value

    return Leaf(read)


def read_boolean(value, path):
    if not isinstance(value, bool):
        raise Refused(path, "type", "true or false is expected")
    return value


def read_address(value, path):
    if not isinstance(value, str):
        raise Refused(path, "type", "an address is a string")
    if not is_address(value):
        raise Refused(path, "form", f"{value!r} is not 0x and 40 hexadecimal digits")
    return value.lower()


def read_text(value, path):
    if not isinstance(value, str):
        raise Refused(path, "type", "a string is expected")
    return value


def read_id(value, path):
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise Refused(path, "type", "a string or a number without a fraction is expected")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise Refused(path, "range", f"{value} is not of 64 signed bits")
    return value


UINT = integer(0, 2**256 - 1)
UINT64 = integer(0, 2**64 - 1)
INT = integer(MIN_INT256, MAX_INT256)
EXPIRY_COUNT = number(1, 256)
BOOLEAN = Leaf(read_boolean)
ADDRESS = Leaf(read_address)
TEXT = Leaf(read_text)
ID = Leaf(read_id)
ANY = Leaf(lambda value, path: plain(value))


def decode(shape, value, path=""):
    if isinstance(shape, Leaf):
        return shape.read(value, path)
    if isinstance(shape, list):
        if not isinstance(value, list) or isinstance(value, Members):
            raise Refused(path, "type", "an array is expected")
        if len(shape) > 1 and len(value) > shape[1]:
            raise Refused(path, "range", f"more than {shape[1]} elements")
        return [decode(shape[0], element, f"{path}[{i}]") for i, element in enumerate(value)]
    if not isinstance(value, Members):
        raise Refused(path, "type", "an object is expected")
    if isinstance(shape, MapOf):
        return decode_map(shape, value, path)
    return decode_record(shape, value, path)


def decode_map(shape, members, path):
    if len(members) > shape.limit:
        raise Refused(path, "range", f"more than {shape.limit} members")
    decoded = {}
    for name, member in members:
        if not shape.is_name(name):
            raise Refused(join(path, name), "form", f"{name!r} is not a name of this map")
        value = decode(shape.shape, member, join(path, name))
        if shape.key(name) in decoded:
            raise Refused(join(path, name), "duplicate", "the name is there twice")
        decoded[shape.key(name)] = value
    return decoded


def decode_record(shape, members, path):
    record = SimpleNamespace()
    for name, _ in members:
        if name not in shape:
            raise Refused(join(path, name), "unknown", "there is no such member")
    given = dict(members)
    for name, member in shape.items():
        if isinstance(member, Optional):
            value = decode(member.shape, given[name], join(path, name)) if name in given else None
        elif name in given:
            value = decode(member, given[name], join(path, name))
        else:
            raise Refused(join(path, name), "missing", "the member is missing")
        setattr(record, name, value)
    return record


def encode(shape, value):
    """The JSON value that decodes to `value`."""
    if isinstance(shape, Leaf):
        return shape.write(value)
    if isinstance(shape, list):
        return [encode(shape[0], element) for element in value]
    if isinstance(shape, MapOf):
        return {name: encode(shape.shape, member) for name, member in value.items()}
    encoded = {}
    for name, member in shape.items():
        part = getattr(value, name)
        if isinstance(member, Optional):
            if part is None:
                continue
            member = member.shape
        encoded[name] = encode(member, part)
    return encoded


def refuse_repeated(elements, key, path, what):
    """Refuses a list in which two elements have the same key, at the second of them."""
    seen = set()
    for i, element in enumerate(elements):
        if key(element) in seen:
            raise Refused(f"{path}[{i}]", "duplicate", f"{what} is listed twice")
        seen.add(key(element))

"""JSON from bytes, read strictly and within limits (JS-2, PF-2), and its one spelling (PS-3)."""

import json

from .document import Members, NoInteger, Refused, parse

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def whole(text):
    return NoInteger(text) if text == "-0" else int(text)


def malformed(message):
    raise Refused("", "malformed", message)


def read_json(data, depth=32, values=4_000_000, longest=1 << 20):
    """The value of a text in UTF-8, objects as Members."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        malformed("not UTF-8")
    value = parse(text, parse_int=whole, parse_float=NoInteger)
    count = [0]

    def measure(part, level):
        count[0] += 1
        if count[0] > values:
            malformed("too many values")
        if isinstance(part, str):
            check_text(part)
        if isinstance(part, NoInteger) and len(part.text) > 80 or type(part) is int and len(str(part)) > 80:
            malformed("a number is too long")
        if isinstance(part, list):
            if level > depth:
                malformed("too deep")
            for element in part:
                if isinstance(part, Members):
                    check_text(element[0])
                measure(element[1] if isinstance(part, Members) else element, level + 1)

    def check_text(part):
        try:
            length = len(part.encode("utf-8"))
        except UnicodeEncodeError:
            malformed("half a character")
        if length > longest:
            malformed("a string is too long")

    measure(value, 1)
    return value


def quoted(text):
    """Step 4 of PS-3."""
    parts = []
    for character in text:
        if character in '"\\':
            parts.append("\\" + character)
        else:
            parts.append(character if character >= " " else f"\\u00{ord(character):02x}")
    return '"' + "".join(parts) + '"'


def canonical_text(value):
    if isinstance(value, (Members, dict)):
        members = value.items() if isinstance(value, dict) else value
        ordered = sorted(members, key=lambda member: member[0].encode())
        return "{" + ",".join(f"{quoted(name)}:{canonical_text(member)}" for name, member in ordered) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical_text, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        return str(value)
    raise Refused("", "form", "a number that is no integer has no canonical form")


def canonical(value):
    """PS-3: the bytes."""
    return canonical_text(value).encode()

"""Data and call data of modules (MO-4, MO-8, MO-12, and the layouts of 19)."""

from types import SimpleNamespace

from ..abi_decoding import Decoder, require
from ..keccak import keccak256


def values(decoder, start, layout):
    """One-word members by (name, type) from a place."""
    read = {}
    for index, (name, kind) in enumerate(layout):
        place = start + 32 * index
        if kind == "address":
            read[name] = decoder.address(place)
        elif kind == "bool":
            read[name] = decoder.unsigned(place, 1) == 1
        else:
            read[name] = decoder.value(kind, place)
    return SimpleNamespace(**read)


def flat(data, *layout):
    """One-word arguments."""
    decoder = Decoder(data)
    return values(decoder, decoder.list(0, len(layout)), layout)


def tuples(decoder, start, index, layout):
    """EH-31: an array of structs of one-word members."""
    place = decoder.target(start, index)
    count, width = decoder.length(place), len(layout)
    decoder.take(1 + count)
    decoder.list(place + 32, count * width)
    elements = []
    for element in range(count):
        decoder.take(width)
        elements.append(values(decoder, place + 32 + 32 * width * element, layout))
    return elements


def struct(data, words):
    """The one argument is a struct with a dynamic member: the decoder and its place."""
    decoder = Decoder(data)
    return decoder, decoder.struct(decoder.list(0, 1), 0, words)


# Orders

ORDER = (("asset", "address"), ("sub", "uint256"), ("limit", "int256"), ("desired", "int256"), ("worst_fee", "uint256"),
         ("recipient", "uint256"), ("is_bid", "bool"))
FILL = (("account", "uint256"), ("amount", "uint256"), ("price", "int256"), ("fee", "uint256"))


def order(data):
    return flat(data, *ORDER)


def matched(data):
    decoder, start = struct(data, 4)
    call = values(decoder, start, (("taker", "uint256"), ("fee", "uint256")))
    call.fills = tuples(decoder, start, 2, FILL)
    call.manager_data = decoder.bytes(start, 3)
    return call


# Quotes

LEG = (("asset", "address"), ("sub", "uint256"), ("price", "uint256"), ("amount", "int256"))


def quote(data):
    decoder, start = struct(data, 2)
    made = values(decoder, start, (("most_fee", "uint256"),))
    made.legs = tuples(decoder, start, 1, LEG)
    return made


def hash_of_legs(legs):
    """MO-12."""
    words = [32, len(legs)]
    for leg in legs:
        words += [int.from_bytes(leg.asset, "big"), leg.sub, leg.price, leg.amount]
    return keccak256(b"".join((value % 2**256).to_bytes(32, "big") for value in words))


def taken_quote(data):
    taken = flat(data, ("hash", "uint256"), ("most_fee", "uint256"))
    taken.hash = taken.hash.to_bytes(32, "big")
    return taken


def quoted(data):
    decoder, start = struct(data, 5)
    call = values(decoder, start, (("maker", "uint256"), ("maker_fee", "uint256"), ("taker", "uint256"),
                                   ("taker_fee", "uint256")))
    call.manager_data = decoder.bytes(start, 4)
    return call


# Movements

MOVE = (("asset", "address"), ("sub", "uint256"), ("amount", "int256"))
HELD_MOVE = (("source", "uint256"), ("target", "uint256"), *MOVE)


def transfer(data):
    decoder, start = struct(data, 3)
    made = values(decoder, start, (("to", "uint256"), ("manager", "address")))
    made.moves = tuples(decoder, start, 2, MOVE)
    return made


def held_trade(data):
    """MO-25, 3: two arguments."""
    decoder = Decoder(data)
    decoder.list(0, 2)
    call = decoder.unsigned(0, 64)
    return SimpleNamespace(call=call, moves=tuples(decoder, 0, 1, HELD_MOVE))


def announcement(data):
    decoder = Decoder(data)
    decoder.list(0, 3)
    made = values(decoder, 0, (("call", "uint64"), ("number", "uint256")))
    made.parameter = decoder.bytes(0, 2)
    return made


def choice(value, count):
    """MO-4."""
    require(value < count)
    return value

"""Transactions as bytes and as JSON (LG-9 to LG-11)."""

from ..commitment import Refused, refuse_if
from .values import NOT_CANONICAL, TRANSACTION, Reader, octets, sequence, tagged, unsigned

MESSAGE, ACTIONS = 1, 2
ACTION = ("account", "nonce", "data", "expiry", "owner", "signer", "signature")  # LG-11
MOST_ACTIONS, MESSAGE_BYTES, DATA_BYTES, TRANSACTION_BYTES = 256, 1 << 17, 1 << 16, 1 << 18


def encode(transaction):
    """A message is {"feed", "bytes"}; a call {"module", "actions", "data"}."""
    if "feed" in transaction:
        return bytes([MESSAGE]) + transaction["feed"] + octets(transaction["bytes"])
    return (bytes([ACTIONS]) + transaction["module"] + sequence(transaction["actions"], encode_action)
            + octets(transaction["data"]))


def encode_action(action):
    return (unsigned(action["account"]) + unsigned(action["nonce"]) + octets(action["data"])
            + unsigned(action["expiry"]) + action["owner"] + action["signer"] + action["signature"])


def decode(data):
    reader = Reader(data)
    kind = reader.byte()
    refuse_if(kind not in (MESSAGE, ACTIONS), "Ledger_UnknownKind")
    if kind == MESSAGE:
        transaction = {"feed": reader.address(), "bytes": reader.octets(MESSAGE_BYTES)}
    else:
        transaction = {
            "module": reader.address(), "actions": reader.sequence(lambda: decode_action(reader), MOST_ACTIONS),
            "data": reader.octets()}
    reader.end()
    return transaction


def decode_action(reader):
    return {
        "account": reader.unsigned(), "nonce": reader.unsigned(), "data": reader.octets(DATA_BYTES),
        "expiry": reader.unsigned(), "owner": reader.address(), "signer": reader.address(),
        "signature": reader.take(65)}


def name_of(data):
    """LG-10."""
    return tagged(TRANSACTION, data)


def to_json(transaction):
    if "feed" in transaction:
        return {"message": {name: shown(transaction[name]) for name in ("feed", "bytes")}}
    actions = [{name: shown(action[name]) for name in ACTION} for action in transaction["actions"]]
    return {"actions": {
        "module": shown(transaction["module"]), "actions": actions, "data": shown(transaction["data"])}}


def shown(value):
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)


def from_json(value):
    if "message" in value:
        return {name: raw(value["message"][name]) for name in ("feed", "bytes")}
    call = value["actions"]
    return {"module": raw(call["module"]), "actions": [action_of(each) for each in call["actions"]],
            "data": raw(call["data"])}


def action_of(value):
    numbers = {name: int(value[name]) for name in ("account", "nonce", "expiry")}
    return numbers | {name: raw(value[name]) for name in ("data", "owner", "signer", "signature")}


def raw(text):
    if not text.startswith("0x"):
        raise Refused(NOT_CANONICAL)
    return bytes.fromhex(text[2:])

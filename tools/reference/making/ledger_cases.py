"""vectors/ledger: transactions, receipts, trees, entries and whole logs (LG-24)."""

from ..commitment import Refused
from ..keccak import keccak256
from ..ledger.blocks import block_hash, header_bytes, tree_leaf, tree_root
from ..ledger.checkpoints import Block
from ..ledger.entries import entries
from ..ledger.transactions import decode, encode, name_of, to_json
from ..ledger.values import RECEIPT_TREE, TRANSACTION_TREE
from ..state_map import root
from .acknowledgement_cases import acknowledgement_files
from .ledger_adaptive import adaptive_stories
from .ledger_corrected import corrected_stories
from .dice import W
from .evidence_cases import evidence_files
from .ledger_random import Random
from .ledger_scene import DAY, FAR, START, Scene, contract
from .ledger_stories import stories
from .ledger_waterfall_stories import waterfall_stories
from .lines import compact
from .receipt_cases import receipt_lines
from .witness_cases import witness_files


def shown(data):
    return "0x" + data.hex()


def ledger_files():
    scene = Scene()
    logs = [log_line(*story) for story in stories()]
    logs.append(log_line("random calls", scene, Random(scene, "ledger vectors 1").blocks(8, 14)))
    scene = Scene()
    logs.append(log_line("prices that age", scene, aging(scene)))
    logs += [log_line(*story) for story in corrected_stories()]
    logs += [log_line(*story) for story in waterfall_stories()]
    logs += [log_line(*story) for story in adaptive_stories()]
    yield "ledger/transactions.jsonl", lines(transaction_lines())
    yield "ledger/receipts.jsonl", lines(receipt_lines())
    yield "ledger/trees.jsonl", lines(tree_lines())
    yield "ledger/entries.jsonl", lines(each for _, states, _ in logs for each in states)
    yield "ledger/logs.jsonl", lines(log for log, _, _ in logs)
    yield "ledger/checkpoints.jsonl", "".join(
        compact({"id": number, **line}) + "\n" for number, line in
        enumerate(line for _, _, checkpoints in logs for line in checkpoints))
    yield from acknowledgement_files([log for log, _, _ in logs])
    yield from witness_files([log for log, _, _ in logs])
    yield from evidence_files([log for log, _, _ in logs])


def lines(values):
    return "".join(compact(value) + "\n" for value in values)


# Transactions (LG-2, LG-9 to LG-11)


def transaction_lines():
    scene = Scene()
    scene.time = START
    action = scene.action("least", "one", b"", 3)
    widest = action | {name: 2**256 - 1 for name in ("account", "nonce", "expiry")}
    given = [
        ("a message", scene.message("spot", 1, 2)), ("a message without bytes", encode({"feed": contract("spot"), "bytes": b""})),
        ("one action", scene.call("least", action)), ("no action", scene.call("least", data=b"\0")),
        ("widest integers", scene.call("least", widest)),
        ("data of each length around a byte more", scene.call("least", *(
            action | {"data": bytes(count)} for count in (1, 127, 128, 255, 256)))),
        ("256 actions", scene.call("least", *[action | {"data": b""}] * 256))]
    for note, data in given:
        assert encode(decode(data)) == data
        yield {"note": note, "bytes": shown(data), "expected": {
            "hash": shown(name_of(data)), "transaction": to_json(decode(data))}}
    message, call = given[1][1], given[2][1]
    wrong = [
        ("nothing", b""), ("another kind", b"\0" + message[1:]), ("another kind", b"\3" + message[1:]),
        ("a byte more", message + b"\0"), ("a byte less", message[:-1]), ("a leading zero", message[:-1] + b"\1\0"),
        ("a length of 33", message[:-1] + b"\x21" + bytes([1]) * 33), ("bytes that are not there", message[:-1] + b"\1\1"),
        ("an account with a leading zero", call[:23] + b"\2\0\3" + call[25:]), ("a signature cut short", call[:-2]),
        ("257 actions", scene.call("least", *[action | {"data": b""}] * 257)),
        ("131,073 bytes of a message", encode({"feed": contract("spot"), "bytes": bytes(131_073)})[:200]),
        ("65,537 bytes of data", encode({"module": contract("least"), "data": b"", "actions": [
            action | {"data": bytes(65_537)}]})[:200])]
    for note, data in wrong:
        try:
            decode(data)
        except Refused as refused:
            yield {"note": note, "bytes": shown(data), "expected": {"refused": refused.name}}
        else:
            raise AssertionError(note)


# Trees (LG-14)


def tree_lines():
    for name, tag in (("transactions", TRANSACTION_TREE), ("receipts", RECEIPT_TREE)):
        for count in (0, 1, 2, 3, 4, 5, 7, 8, 9, 31):
            hashes = [keccak256(f"ballast ledger tree {index}".encode()) for index in range(count)]
            yield {"kind": name, "hashes": list(map(shown, hashes)), "expected": {
                "root": shown(tree_root(tag, hashes)),
                "paths": [list(map(shown, path(tag, hashes, place))) for place in range(count)]}}


def path(tag, hashes, place):
    found, level, nodes = [], 0, [tree_leaf(tag, each) for each in hashes]
    while len(nodes) > 1:
        if place ^ 1 < len(nodes):
            found.append(nodes[place ^ 1])
        level += 1
        pairs = [keccak256(bytes([tag + 1, level]) + nodes[i] + nodes[i + 1]) for i in range(0, len(nodes) - 1, 2)]
        nodes, place = pairs + (nodes[-1:] if len(nodes) % 2 else []), place // 2
    return found


# Logs (LG-12 to LG-18)


def aging(scene):
    """Random calls, and then silence of all feeds but that of the stable price: margins fail, one after another."""
    yield from Random(scene, "ledger vectors 2").blocks(5, 12)
    # Two accounts borrow against tokens, so that interest is due from here on.
    scene.time += 60
    yield scene.time, scene.prices(expiries=(FAR,)) + [
        each for number, (owner, account) in enumerate((("two", 4), ("three", 5)), 4_000) for each in (
            scene.credit(number, owner, 10**20, "WETH"), scene.deposit(owner, 10**20, "WETH", account=account),
            scene.one("withdrawal", owner, contract("USDC"), 11 * 10**10, account=account))]
    for number, seconds in enumerate((60, 1_800, 3_600, 7_200, 2 * DAY, 30 * DAY, 30 * DAY)):
        scene.time += seconds
        stable = [] if seconds < 7_200 else [scene.message("stable", W, W)]
        yield scene.time, stable + [scene.credit(5_000 + number, "one", 10**6 + number, "USDC")]


def log_line(name, scene, blocks):
    ledger = scene.ledger
    states = [state_line(f"{name}: the genesis", ledger.state)]
    made, checkpoints = [], []
    for time, offered in blocks:
        decisions = []
        header, kept, receipts, refused = scene.block(time, offered, decisions)
        checkpoints.append(checkpoint_line(name, header, Block(ledger, header)))
        left_out = iter(refused)
        waiting = next(left_out, None)
        names = {}
        for index, data in enumerate(offered):
            if waiting and data is waiting[0]:
                names[str(index)] = waiting[1]
                waiting = next(left_out, None)
        assert waiting is None and len(names) + len(kept) == len(offered)
        made.append({
            "time": str(time), "offered": list(map(shown, offered)), "expected": {
                "leftOut": names, "header": shown(header_bytes(header)), "hash": shown(block_hash(header)),
                "receipts": list(map(shown, receipts)), "decisions": list(map(shown, decisions))}})
    line = {"note": name, "genesis": scene.genesis_json, "expected": {"genesisHash": shown(scene.genesis.hash)},
            "blocks": made}
    return line, states + [state_line(f"{name}: the last block", ledger.state)], checkpoints


def checkpoint_line(log, header, block):
    """LG-22."""
    height, expected = str(header.height), {}
    try:
        found = block.checkpoint()
    except Refused as refused:
        found, expected = {}, {"refused": refused.name}
    for name, value in found.items():
        if isinstance(value, list):
            expected[name] = [shown(each) if isinstance(each, bytes) else str(each) for each in value]
        else:
            expected[name] = shown(value) if isinstance(value, bytes) else value if name == "depth" else str(value)
    return {"note": f"{log}: block {height}", "log": log, "height": height, "expected": expected}


def state_line(note, state):
    found = entries(state)
    return {"note": note, "expected": {"root": shown(root(found))},
            "entries": [[shown(key), shown(found[key])] for key in sorted(found)]}

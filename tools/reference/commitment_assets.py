"""The asset tree, the risk root and the empty root (CM-17 to CM-24, CM-26), from the specification alone."""

from .commitment import check_size, decode_record, leaf, refuse_if
from .keccak import keccak256

KEY, VALUE, ITEMS = 255, 1 << 20, 1 << 20


def list_hash(assets):
    """CM-17."""
    refuse_if(len(assets) > 256, "Commitment_TooManyAssets")
    refuse_if(any(b <= a for a, b in zip(assets, assets[1:])), "Commitment_AssetsUnsorted")
    return keccak256(b"\x33\0" + len(assets).to_bytes(2, "big") + b"".join(assets))


def columns(record, assets):
    """CM-18, refused in the order of CM-21."""
    cash = record["cash"]
    refuse_if(abs(cash) >= 1 << 128, "Commitment_ColumnOutOfRange")
    units = {}
    for asset, amount in record["collaterals"]:
        refuse_if(asset not in assets, "Commitment_AssetUnknown")
        refuse_if(amount < 0, "Commitment_UnitsNegative")
        refuse_if(amount >= 1 << 128, "Commitment_ColumnOutOfRange")
        units[asset] = amount
    return [max(cash, 0), max(-cash, 0)] + [units.get(asset, 0) for asset in assets]


def packed(sums):
    return b"".join(value.to_bytes(16, "big") for value in sums)


def add(a, b):
    sums = [x + y for x, y in zip(a, b)]
    refuse_if(any(value >= 1 << 128 for value in sums), "Commitment_AssetOverflow")
    return sums


def node(level, left, right):
    sums = add(left[1], right[1])
    halves = left[0] + packed(left[1]) + right[0] + packed(right[1])
    return keccak256(b"\x31" + bytes([level]) + halves), sums


def asset_leaf(assets, index, account):
    own = columns(decode_record(account["record"]), assets)
    preimage = b"\x30\0" + index.to_bytes(4, "big") + account["owner"] + leaf(index, account)[0]
    return keccak256(preimage + list_hash(assets) + account["salt"] + packed(own)), own


def empties(assets, depth):
    nodes = [(keccak256(b"\x32\0" + list_hash(assets)), [0] * (len(assets) + 2))]
    for level in range(1, depth + 1):
        nodes.append(node(level, nodes[-1], nodes[-1]))
    return nodes


def asset_root(depth, assets, top):
    return keccak256(b"\x34" + bytes([depth]) + list_hash(assets) + top[0] + packed(top[1]))


class AssetTree:
    def __init__(self, depth, assets, accounts):
        check_size(depth, len(accounts))
        self.depth, self.assets, self.accounts = depth, assets, accounts
        self.empties = empties(assets, depth)
        self.levels = [[asset_leaf(assets, index, account) for index, account in enumerate(accounts)]]
        for level in range(1, depth + 1):
            below = self.levels[-1] + [self.empties[level - 1]] * (len(self.levels[-1]) % 2)
            self.levels.append([node(level, *pair) for pair in zip(below[::2], below[1::2])])

    def node(self, level, position):
        nodes = self.levels[level]
        return nodes[position] if position < len(nodes) else self.empties[level]

    def roots(self):
        top = self.node(self.depth, 0)
        return {"depth": self.depth, "count": len(self.accounts), "assets": self.assets,
                "root": asset_root(self.depth, self.assets, top), "totals": top[1]}

    def prove(self, index):
        return {"index": index, "account": self.accounts[index],
                "path": [self.node(level, index >> level ^ 1) for level in range(self.depth)]}

    def open_root(self):
        return {"nodes": [self.node(self.depth - 1, position) for position in (0, 1)]}


def check_columns(assets, nodes):
    refuse_if(any(len(sums) != len(assets) + 2 for _, sums in nodes), "Commitment_AssetColumns")


def check_sibling(sibling, empty, beyond):
    refuse_if(beyond and sibling != empty, "Commitment_AssetSiblingNotEmpty")
    refuse_if(not beyond and sibling[0] == empty[0], "Commitment_AssetSiblingEmpty")


def check_top(roots, top):
    refuse_if(asset_root(roots["depth"], roots["assets"], top) != roots["root"], "Commitment_AssetRootMismatch")
    refuse_if(top[1] != roots["totals"], "Commitment_AssetTotalsMismatch")


def verify_asset(roots, proof):
    """CM-21."""
    depth, count, assets, index = roots["depth"], roots["count"], roots["assets"], proof["index"]
    check_size(depth, count)
    list_hash(assets)
    refuse_if(index >= 1 << depth, "Commitment_IndexOutOfRange")
    refuse_if(index >= count, "Commitment_IndexBeyondCount")
    path = proof["path"]
    refuse_if(len(path) != depth, "Commitment_AssetPathLength")
    check_columns(assets, path)
    current = asset_leaf(assets, index, proof["account"])
    empty = empties(assets, depth)
    for level, sibling in enumerate(path):
        check_sibling(sibling, empty[level], (index >> level ^ 1) << level >= count)
    for level, sibling in enumerate(path):
        pair = (sibling, current) if index >> level & 1 else (current, sibling)
        current = node(level + 1, *pair)
    check_top(roots, current)


def verify_asset_root(roots, proof):
    """The asset root opening of CM-21."""
    depth, count, assets, nodes = roots["depth"], roots["count"], roots["assets"], proof["nodes"]
    check_size(depth, count)
    list_hash(assets)
    check_columns(assets, nodes)
    empty = empties(assets, depth - 1)[-1]
    for position, sibling in enumerate(nodes):
        check_sibling(sibling, empty, position << (depth - 1) >= count)
    check_top(roots, node(depth, *nodes))


EMPTY_ROOT_PREIMAGE = b"\x54\0" + (0).to_bytes(4, "big")


def empty_root():
    """CM-26."""
    return keccak256(EMPTY_ROOT_PREIMAGE)


# The risk root. An item is (kind, key, value).


def check_item(item):
    refuse_if(len(item[1]) > KEY, "Risk_KeyTooLong")
    refuse_if(len(item[2]) > VALUE, "Risk_ValueTooLong")


def check_count(count):
    refuse_if(count < 1, "Risk_NoItems")
    refuse_if(count > ITEMS, "Risk_TooManyItems")


def item_hash(index, item):
    kind, key, value = item
    return keccak256(b"\x40\0" + index.to_bytes(4, "big") + bytes([kind, len(key)]) + key + value)


def risk_node(level, left, right):
    return keccak256(b"\x41" + bytes([level]) + left + right)


def root_of(count, top):
    return keccak256(b"\x44\0" + count.to_bytes(4, "big") + top)


def risk_levels(items):
    check_count(len(items))
    for item in items:
        check_item(item)
    refuse_if(any(b[:2] <= a[:2] for a, b in zip(items, items[1:])), "Risk_ItemsUnsorted")
    levels = [[item_hash(index, item) for index, item in enumerate(items)]]
    while len(levels[-1]) > 1:
        below, level = levels[-1], len(levels)
        above = [risk_node(level, *pair) for pair in zip(below[::2], below[1::2])]
        levels.append(above + below[len(below) // 2 * 2 :])
    return levels


def risk_root(items):
    return root_of(len(items), risk_levels(items)[-1][0])


def prove_item(items, index):
    path = [nodes[index >> level ^ 1] for level, nodes in enumerate(risk_levels(items))
            if index >> level ^ 1 < len(nodes)]
    return {"index": index, "count": len(items), "item": items[index], "path": path}


def verify_item(root, proof):
    """CM-24."""
    index, count = proof["index"], proof["count"]
    check_count(count)
    refuse_if(not 0 <= index < count, "Risk_IndexOutOfRange")
    check_item(proof["item"])
    current, path, width, level = item_hash(index, proof["item"]), list(proof["path"]), count, 0
    while width > 1:
        level += 1
        if index ^ 1 < width:
            refuse_if(not path, "Risk_PathLength")
            sibling = path.pop(0)
            current = risk_node(level, *((sibling, current) if index & 1 else (current, sibling)))
        index, width = index >> 1, (width + 1) // 2
    refuse_if(path, "Risk_PathLength")
    refuse_if(root_of(count, current) != root, "Risk_RootMismatch")

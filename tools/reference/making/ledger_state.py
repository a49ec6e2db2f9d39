"""A small state of a ledger's block, and proofs of it (LG-22, CM-27). Its columns are given, as the log would give them."""

from types import SimpleNamespace

from ..canonical import canonical_text
from ..commitment import Trees, encode_record
from ..commitment_assets import AssetTree, empty_root
from ..document import encode
from ..keccak import keccak256
from ..state_audit import BLOCK_LINE, HEAD
from .commitment_cases import ZERO_SALT
from .dice import W
from .sample_state import BTC, ETH, MOMENT, State, columns
from .venues import VENUES, Chain, asset

STANDARD, PORTFOLIO = asset("SRM"), asset("PMRM")
BTC_OPTION, ETH_OPTION, BTC_PERP, ETH_PERP = (asset(name) for name in ("BTCOPT", "ETHOPT", "BTCPERP", "ETHPERP"))
FAR = MOMENT + 30 * 86_400


def held(name, cash=0, equity=0, below=0, manager=STANDARD, collaterals=(), perps=(), options=(), salt=ZERO_SALT):
    record = {"manager": manager, "cash": cash, "collaterals": sorted(collaterals), "perps": sorted(perps),
              "options": sorted(options)}
    return SimpleNamespace(
        id=name, owner=keccak256(name.encode())[12:], record=record, salt=salt,
        sums=(max(equity, 0), max(-equity, 0), below))


def ledger_accounts():
    """Six accounts over two markets under two managers; one is below maintenance, one insolvent."""
    call, put = (BTC_OPTION, FAR, 80_000 * W, 1), (ETH_OPTION, FAR, 2_000 * W, 0)
    return [
        held("1", cash=50_000 * W, equity=50_000 * W),
        held("2", cash=1_234 * W, equity=1_234 * W),
        held("3", cash=-20_000 * W, equity=70_000 * W, collaterals=[(BTC, W), (ETH, 5 * W)],
             perps=[(BTC_PERP, W, 7), (ETH_PERP, -3 * W, -W)], options=[(*call, -W), (*put, 2 * W)]),
        held("4", cash=30_000 * W, equity=20 * W, below=1, perps=[(BTC_PERP, -W, 0), (ETH_PERP, 0, W)],
             options=[(*call, W), (*put, -2 * W)]),
        held("5", cash=-5 * W, equity=-6 * W, below=1, manager=PORTFOLIO, perps=[(ETH_PERP, 3 * W, -W)]),
        held("6", manager=PORTFOLIO),
    ]


class LedgerState(State):
    """The members of the checkpoint, and the trees, may be lied about as in `State`."""

    def __init__(self, accounts=None, before=3, **members):
        self.venue, self.sources, self.changes = VENUES["plain"], {}, []
        self.accounts = accounts or ledger_accounts()
        self.chain, self.items, self.margins = Chain(self.venue, ()), [], []
        while len(self.chain.entries) < before:
            self.chain.add(time=MOMENT - 600 + len(self.chain.entries))
        self.leaves = [{"owner": each.owner, "record": encode_record(each.record), "sums": each.sums, "salt": each.salt}
                       for each in self.accounts]
        depth = self.venue.genesis.depth
        self.trees, self.assets = Trees(depth, self.leaves), sorted([BTC, ETH])
        self.asset_tree = AssetTree(depth, self.assets, self.leaves)
        of_block = {"sectionsRoot": keccak256(b"state"), "receiptsRoot": keccak256(b"receipts"),
                    "inputRoot": keccak256(b"inputs"), "riskRoot": empty_root()}
        self.make_checkpoint(None, {}, {**of_block, **members})

    def lines(self):
        head = SimpleNamespace(
            ballastState=1, genesis=self.venue.genesis, policyChanges=[], checkpoint=self.signed,
            attestation=self.statements, risk=[])
        rows = [SimpleNamespace(index=index, owner=leaf["owner"], record=leaf["record"], salt=leaf["salt"], id=each.id,
                                **columns(leaf["sums"]))
                for index, (each, leaf) in enumerate(zip(self.accounts, self.leaves))]
        return [canonical_text(encode(HEAD, head)), *(canonical_text(encode(BLOCK_LINE, row)) for row in rows)]

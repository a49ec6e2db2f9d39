"""Small states of venues, on real markets under published sets, and every proof of them.

An operator who lies signs the lie: what is changed here is changed before roots are made and signed, so that the
check that is meant must refuse it, and not the signature.
"""

import json
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

from ..canonical import canonical, canonical_text, read_json
from ..checkpoint import checkpoint_digest
from ..commitment import Trees, encode_record
from ..commitment_assets import AssetTree, empty_root, prove_item, risk_root
from ..custody import attestation_hash, due, statement_digest
from ..document import encode
from ..log import log_consistency, log_path, log_root
from ..market_rule import Grid
from ..market_rule import market as market_at
from ..portfolio import MARKET
from ..proof_files import write_proof
from ..risk_items import array_key, leaf_columns, read_market, read_parameters, record_margin, risk_items
from ..state_audit import HEAD, LINE
from ..typed_data import hash_struct
from .commitment_cases import ZERO_SALT
from .dice import W
from .venues import CASH, VENUES, Chain, asset, sign_as, signed

ROOT = Path(__file__).resolve().parents[3]
SETS = ROOT / "Sources" / "Margin" / "ParameterSets"
TAPE = ROOT / "vectors" / "market" / "market-tape-2026.json"
MOMENT = 1770240788
NOBODY = bytes(20)


@lru_cache(maxsize=None)
def market_bytes(underlying, moment=MOMENT):
    tape = json.loads(TAPE.read_text(encoding="utf-8"))
    [snapshot] = [each for each in tape["snapshots"] if each["timestamp"] == moment]
    market = market_at(snapshot, underlying)
    for expiry in market.expiries:
        expiry.secondsToExpiry = None
    return canonical(encode(MARKET, market))


@lru_cache(maxsize=None)
def parameter_bytes(underlying):
    return canonical(read_json((SETS / f"derive-pmrm2-mainnet-{underlying.lower()}-v1.json").read_bytes()))


def source_of(market, parameters):
    """What the margins of a manager's accounts rest on."""
    return SimpleNamespace(market=read_market(market), chosen=read_parameters(parameters), market_bytes=market,
                           parameter_bytes=parameters)


@lru_cache(maxsize=None)
def source(underlying):
    return source_of(market_bytes(underlying), parameter_bytes(underlying))


def option(underlying, expiry, deviation, side):
    """(expiry, strike, side): a listed strike so many thousandths from the forward."""
    listed = source(underlying).market.expiries[expiry]
    grid = Grid(listed)
    return listed.expiry, grid.strike(grid.nearest(grid.forward * (1000 + deviation) // 1000)), side


def account(name, manager, cash=0, perp=0, unsettled=0, collaterals=(), options=(), salt=ZERO_SALT, equity=None,
            maintenance=None):
    """An account before it is margined. `equity` or `maintenance` sets its cash so that it has that."""
    owner = int.from_bytes(name.encode(), "big").to_bytes(20, "big")
    record = {"manager": manager, "cash": cash, "perpPosition": perp, "unsettledPerpCash": unsettled,
              "collaterals": sorted(collaterals), "options": sorted(options)}
    return SimpleNamespace(id=name, owner=owner, record=record, salt=salt, equity=equity, maintenance=maintenance)


BTC, ETH, STAKED = asset("BTC"), asset("ETH"), asset("WSTETH")


def two_markets():
    """Seven accounts under two managers: every kind of holding, one account unhealthy, one insolvent."""
    call, put = option("BTC", 3, 80, 1), option("BTC", 1, -100, 0)
    ether_put, ether_call = option("ETH", 2, -150, 0), option("ETH", 4, 100, 1)
    return [
        account("v-security-module", BTC, cash=50_000 * W),
        account("v-fees", BTC, cash=1_234 * W + 5),
        account("covered-call", BTC, cash=-20_000 * W, collaterals=[(BTC, W)], options=[(*call, -W)]),
        account("counterparty", BTC, cash=30_000 * W, perp=-W // 2, unsettled=-77 * W,
                options=[(*call, W), (*put, W // 5)]),
        account("unhealthy", BTC, perp=W // 2, unsettled=77 * W, options=[(*put, -W // 5)], maintenance=-100 * W),
        account("ether", ETH, cash=60_000 * W, perp=-20 * W, collaterals=[(ETH, 12 * W), (BTC, W // 4)],
                options=[(*ether_put, 10 * W), (*ether_call, -4 * W)]),
        account("insolvent", ETH, perp=20 * W, options=[(*ether_put, -10 * W), (*ether_call, 4 * W)],
                equity=-1_000 * W - 7),
    ]


def one_market():
    """Five accounts of a venue with one market, whose manager is zero; salted."""
    call = option("BTC", 2, 50, 1)
    salted = {"salt": bytes.fromhex("5a" * 32)}
    return [
        account("v-security-module", NOBODY, cash=10 * W, salt=b"\1" * 32),
        account("v-fees", NOBODY, salt=b"\2" * 32),
        account("staked", NOBODY, cash=-5_000 * W, collaterals=[(BTC, W // 2), (STAKED, 3 * W)],
                options=[(*call, -W // 2)], **salted),
        account("long", NOBODY, cash=2_500 * W, options=[(*call, W // 2)], salt=b"\3" * 32),
        account("lender", NOBODY, cash=100_000 * W, salt=b"\4" * 32),
    ]


def two_sources():
    return {BTC: source("BTC"), ETH: source("ETH")}


def one_source():
    return {NOBODY: source("BTC")}


def margined(sources, each):
    """The margin of an account's record, its cash set where it has a target."""
    where = sources[each.record["manager"]]
    if each.equity is not None or each.maintenance is not None:
        bare = computed_margin(where, {**each.record, "cash": 0})
        target = (each.equity - bare.markToMarket if each.equity is not None
                  else each.maintenance - bare.maintenanceMargin)
        each.record["cash"], each.equity, each.maintenance = target, None, None
    return computed_margin(where, each.record)


MARGINS = {}


def computed_margin(where, record):
    """Each margin once: many states share accounts."""
    key = where.market_bytes, where.parameter_bytes, encode_record(record)
    if key not in MARGINS:
        MARGINS[key] = record_margin(where.chosen, where.market, record)
    return MARGINS[key]


class State:
    """A state of a venue and its signed checkpoint.

    What may be lied about: `columns` (a change of a leaf's sums by index), `items` (a change of the risk items),
    `trees` (a change of the built trees), `statements` (of custody), `members` (of the checkpoint; `after` those that
    are an argument's name too).
    """

    def __init__(self, name, accounts, sources, before=5, columns=None, items=None, trees=None, asset_trees=None,
                 statements=None, assets=None, custody=None, chain=None, changes=(), after=None, **members):
        self.venue, self.sources, self.accounts, self.changes = VENUES[name], sources, accounts, list(changes)
        self.chain = chain.fork(before) if chain else Chain(self.venue, changes)
        while len(self.chain.entries) < before:
            self.chain.add(time=MOMENT - 600 + len(self.chain.entries))
        self.margins = [margined(sources, each) for each in accounts]
        sums = [leaf_columns(result) for result in self.margins]
        for index, change in (columns or {}).items():
            sums[index] = change(sums[index])
        self.leaves = [{"owner": each.owner, "record": encode_record(each.record), "sums": own, "salt": each.salt}
                       for each, own in zip(accounts, sums)]
        depth = self.venue.genesis.depth
        self.trees = Trees(depth, self.leaves)
        if trees:
            trees(self.trees)
        held = {asset for each in accounts for asset, _ in each.record["collaterals"]}
        self.assets = sorted(held) if assets is None else assets
        self.asset_tree = AssetTree(depth, self.assets, self.leaves)
        if asset_trees:
            asset_trees(self.asset_tree)
        self.items = risk_items(sources, [each.record for each in accounts])
        if items:
            self.items = items(self.items)
        self.make_checkpoint(statements, custody or {}, {**members, **(after or {})})

    def make_checkpoint(self, statements, custody, members):
        roots, assets = self.trees.roots(), self.asset_tree.roots()
        equity, deficit, below = roots["totals"]
        number = len(self.chain.entries)
        policy = self.chain.policy(number)
        message = SimpleNamespace(**{
            "number": number, "previous": self.chain.entries[-1] if number else bytes(32), "logSize": number,
            "logRoot": log_root(self.chain.entries), "engine": self.venue.engine, "height": 1000 + 10 * number,
            "time": MOMENT, "depth": roots["depth"], "count": roots["count"], "stateRoot": roots["stateRoot"],
            "sectionsRoot": empty_root(), "receiptsRoot": empty_root(), "inputRoot": empty_root(),
            "riskRoot": risk_root(self.items) if self.items else empty_root(), "solvencyRoot": roots["solvencyRoot"], "equity": equity,
            "deficit": deficit, "belowMaintenance": below, "assetRoot": assets["root"], "assets": self.assets,
            "assetTotals": assets["totals"], "feesAccrued": 321 * W, "netSettledCash": -15 * W,
            "pendingWithdrawals": 250 * W, "securityModule": self.venue.genesis.securityModule,
            "feeRecipient": self.venue.genesis.feeRecipient, "policy": hash_struct("SignerPolicy", policy), **members})
        self.statements = self.attest(message, **custody)
        if statements:
            self.statements = statements(self, message, self.statements)
        if "attestation" not in members:
            message.attestation = attestation_hash(self.venue, self.statements)
        self.message = message
        self.digest = checkpoint_digest(self.venue, message)
        self.signed = signed(self.venue, policy, message)
        self.chain.signed.append(self.signed)
        self.chain.entries.append(self.digest)

    # Custody

    def statement(self, asset, custodian, units, source, age=0, time=None, engine=None, key=None):
        made = SimpleNamespace(
            engine=engine or self.venue.engine, asset=asset, custodian=custodian, units=units, source=source,
            time=MOMENT - age if time is None else time)
        made.signature = sign_as(key or custodian, statement_digest(self.venue, made))
        return made

    def attest(self, message, short=None, surplus=0):
        """As much as is owed, of each asset by its first custodian, of cash by two. `short` lacks one unit."""
        custodians = {}
        for each in self.chain.policy(message.number).custodians:
            custodians.setdefault(each.asset, []).append(each.key)
        wanted = [(CASH, due(message) + surplus), *zip(message.assets, message.assetTotals[2:])]
        made = []
        for asset, units in wanted:
            units -= asset == short
            keys = custodians[asset]
            parts = [units] if len(keys) == 1 else [units - units // 3, units // 3]
            made += [self.statement(asset, key, part, f"wallet {at} of {asset.hex()[-6:]}",
                                    age=min(at, self.venue.genesis.attestationWindow))
                     for at, (key, part) in enumerate(zip(keys, parts))]
        return made

    # Proofs

    def siblings(self, index):
        found = self.trees.siblings([index])
        return [SimpleNamespace(state=state, solvency=node[0], **columns(node[1]))
                for state, node in zip(found["state"], found["solvency"])]

    def shown(self, index):
        leaf = self.leaves[index]
        return SimpleNamespace(index=index, owner=leaf["owner"], record=leaf["record"], **columns(leaf["sums"]),
                               salt=leaf["salt"])

    def inclusion(self, index):
        return SimpleNamespace(**vars(self.shown(index)), path=self.siblings(index))

    def accounts_proof(self, indices):
        found = self.trees.siblings(indices)
        return SimpleNamespace(accounts=[self.shown(index) for index in indices], stateNodes=found["state"],
                               solvencyNodes=[shown_node(node) for node in found["solvency"]])

    def emptiness(self, index):
        return SimpleNamespace(index=index, path=self.siblings(index))

    def assets_proof(self, index):
        path = [SimpleNamespace(hash=digest, sums=sums) for digest, sums in self.asset_tree.prove(index)["path"]]
        leaf = self.leaves[index]
        holder = SimpleNamespace(index=index, owner=leaf["owner"], record=leaf["record"], salt=leaf["salt"])
        return SimpleNamespace(account=holder, path=path)

    def solvency(self):
        nodes = [shown_node(node) for node in self.trees.open_root()["nodes"]]
        assets = [SimpleNamespace(hash=digest, sums=sums) for digest, sums in self.asset_tree.open_root()["nodes"]]
        genesis = self.venue.genesis
        return SimpleNamespace(
            solvencyOpening=SimpleNamespace(left=nodes[0], right=nodes[1]),
            assetOpening=SimpleNamespace(left=assets[0], right=assets[1]), attestation=self.statements,
            securityModule=self.inclusion(genesis.securityModule), feeRecipient=self.inclusion(genesis.feeRecipient))

    def item(self, kind, key):
        [at] = [at for at, item in enumerate(self.items) if item[:2] == (kind, key)]
        return self.item_at(at)

    def item_at(self, at):
        kind, key, value = self.items[at]
        return SimpleNamespace(index=at, count=len(self.items), kind=kind, key=key, value=value,
                               path=prove_item(self.items, at)["path"])

    def margin(self, index):
        record, result = self.accounts[index].record, self.margins[index]
        manager = record["manager"]
        claimed = SimpleNamespace(
            initialMargin=result.initialMargin, maintenanceMargin=result.maintenanceMargin,
            markToMarket=result.markToMarket, worstScenario=result.worstScenarioMaintenance)
        return SimpleNamespace(
            account=self.inclusion(index), market=self.item(1, manager), parameters=self.item(2, manager),
            arrays=[self.item(3, array_key(manager, each)) for each in record["options"]], claimed=claimed)

    def consistency(self, older):
        number = self.message.number
        return SimpleNamespace(**{
            "from": self.chain.signed[older], "consistency": log_consistency(self.chain.entries[:number], older),
            "inclusion": log_path(self.chain.entries[:number], older)})

    def proof(self, kind, body, signed=None, **members):
        return SimpleNamespace(**{
            "ballastProof": 1, "kind": kind, "chainId": self.venue.genesis.chainId,
            "contract": self.venue.genesis.contract, "checkpoint": signed or self.signed,
            "policyChanges": self.changes, "body": body, **members})

    def file(self, kind, body, signed=None, **members):
        return write_proof(self.proof(kind, body, signed, **members))

    # The state as a file

    def lines(self):
        """SV-11, as texts."""
        head = SimpleNamespace(
            ballastState=1, genesis=self.venue.genesis, policyChanges=self.changes, checkpoint=self.signed,
            attestation=self.statements, risk=[
                SimpleNamespace(manager=manager, market=read_json(each.market_bytes),
                                parameters=read_json(each.parameter_bytes))
                for manager, each in sorted(self.sources.items())])
        rows = [SimpleNamespace(index=index, owner=leaf["owner"], record=leaf["record"], salt=leaf["salt"],
                                id=each.id)
                for index, (each, leaf) in enumerate(zip(self.accounts, self.leaves))]
        return [canonical_text(encode(HEAD, head)), *(canonical_text(encode(LINE, row))
                                                           for row in rows)]


def columns(sums):
    return dict(zip(("positiveEquity", "deficit", "belowMaintenance"), sums))


def shown_node(node):
    return SimpleNamespace(hash=node[0], **columns(node[1]))

"""Traces of isolated accounts and of changes of manager (CL-76 to CL-78)."""

from ..clearing.laws import check_laws
from ..clearing.rules import NAMES
from .dice import W
from .transition_scene import DAY, FAR, NEAR, Scene, call, put, transfer, venue

UNIT = 10**6  # of the cash token
STANDARD, PMRM = "manager.srm", "manager.pmrm.eth"
MOVED = "submitTransfers"


class Managed(Scene):
    """A scene, in reference mode or in corrected mode."""

    def __init__(self, name, description, corrected, **changes):
        corrections = {"corrections": list(NAMES)} if corrected else {}
        super().__init__(f"{name}-{'corrected' if corrected else 'reference'}", description, venue(**corrections, **changes))
        self.corrected = corrected
        self.prices((NEAR, FAR))

    def add(self, op, **arguments):
        result = super().add(op, **arguments)
        if self.corrected:
            check_laws(self.state)
        return result

    def no_trade(self, name, *transfers):
        self.refused(name, MOVED, caller="exchange", transfers=list(transfers))

    def change(self, account, manager, caller):
        self.do("changeManager", caller=caller, account=account, manager=manager)

    def no_change(self, name, account, manager, caller):
        self.refused(name, "changeManager", caller=caller, account=account, manager=manager)


def isolated(corrected):
    def made():
        scene = Managed("isolated", "accounts of an isolated manager, and of one that becomes isolated", corrected)
        none = "Clearing_NotIsolated"
        p, a, b = (scene.account(f"u{i}", manager, 300_000 * UNIT) for i, manager in enumerate(("pmrm", "srm", "srm"), 1))
        q = scene.account("u4", "pmrm", 300_000 * UNIT)
        scene.trade(transfer(p, b, "perp.eth", W), transfer(p, b, call(2_200), W))
        scene.trade(transfer(p, q, "perp.eth", W), transfer(p, q, call(2_300), W))
        scene.do("deposit", caller="u3", account=b, asset="base.btc", amount=10**8)
        scene.refuse("OwnableUnauthorizedAccount", "manager.isolated", "guardian", manager=STANDARD, value=True)
        scene.refuse("Clearing_NoSuchManager", "manager.isolated", manager=PMRM, value=True)
        scene.set("manager.isolated", manager=STANDARD, value=True)
        # A position and collateral of its market.
        scene.trade(transfer(a, p, "perp.eth", W))
        scene.do("deposit", caller="u2", account=a, asset="base.eth", amount=W)
        scene.refused(none, "deposit", caller="u2", account=a, asset="base.btc", amount=1)
        scene.refused("SRM_UnsupportedAsset", "deposit", caller="u2", account=a, asset="base.junk", amount=1)
        scene.no_trade(none, transfer(a, p, call(2_000), W))
        scene.no_trade(none, transfer(p, a, call(2_000), 1))
        scene.no_trade(none, transfer(a, b, "perp.btc", W))
        scene.trade(transfer(a, p, "perp.eth", W), transfer(p, a, "cash", W))
        # The position gives place to another, in one trade.
        scene.trade(transfer(p, a, "perp.eth", 2 * W), transfer(a, p, put(1_900), W))
        scene.no_trade(none, transfer(a, p, put(1_900, FAR), 1))
        scene.trade(transfer(a, p, put(1_900), -W // 2))
        scene.do("withdraw", caller="u2", account=a, asset="base.eth", amount=W)
        scene.trade(transfer(p, a, put(1_900), W // 2))
        scene.do("deposit", caller="u2", account=a, asset="base.btc", amount=5)
        scene.no_trade(none, transfer(a, p, call(2_000), W))
        # Whoever was not isolated before can only reduce.
        for each in (transfer(p, b, "perp.eth", 1), transfer(p, b, call(2_200), 1), transfer(b, p, call(2_200), 2 * W)):
            scene.no_trade(none, each)
        scene.refused(none, "deposit", caller="u3", account=b, asset="base.btc", amount=10**6)
        scene.do("deposit", caller="u3", account=b, asset="cash", amount=UNIT)
        scene.trade(transfer(b, p, "cash", W))
        scene.trade(transfer(b, p, "perp.eth", W // 2))
        scene.trade(transfer(b, p, call(2_200), 0))
        scene.do("withdraw", caller="u3", account=b, asset="base.btc", amount=10**7)
        scene.no_trade(none, transfer(b, p, call(2_200), W // 2), transfer(p, b, "perp.eth", 1))
        scene.trade(transfer(b, p, call(2_200), W))
        scene.no_trade(none, transfer(b, p, "perp.eth", W))
        scene.do("withdraw", caller="u3", account=b, asset="base.btc", amount=9 * 10**7)
        scene.trade(transfer(b, p, "perp.eth", W))
        # Settlement is nobody's change.
        scene.warp(DAY)
        for account in (a, b, p):
            scene.do("settlePerps", caller="u9", account=account)
        scene.no_change(none, q, STANDARD, "u4")
        single = scene.account("u5", "pmrm", 300_000 * UNIT)
        scene.trade(transfer(single, p, call(2_300), W))
        scene.change(single, STANDARD, "u5")
        scene.no_trade(none, transfer(single, b, "perp.btc", W))
        scene.set("manager.isolated", manager=STANDARD, value=False)
        scene.change(q, STANDARD, "u4")
        scene.trade(transfer(q, b, "perp.btc", W))
        return scene
    return made


def changes(corrected):
    def made():
        scene = Managed(
            "manager-changes", "accounts that change their manager: what is settled, judged and refused", corrected,
            caps={"perp.eth": str(100 * W), "base.eth": str(1_000 * W)}, feeRecipientSet=True)
        a, b = (scene.account(f"u{i}", cash=300_000 * UNIT) for i in (1, 2))
        p, q = (scene.account(f"u{i}", "pmrm", 300_000 * UNIT) for i in (3, 4))
        scene.trade(
            transfer(a, b, "perp.eth", 5 * W), transfer(a, b, call(2_100), W), transfer(b, a, put(1_900, FAR), W),
            transfer(p, q, call(2_100), 2 * W))
        scene.warp(DAY)
        scene.perp_prices("eth", 2_100 * W, 2_099 * W, 2_103 * W)
        # Step 1 to 3.
        scene.no_change("ERC721NonexistentToken", 99, PMRM, "u1")
        scene.no_change("AC_NotOwnerOrERC721Approved", a, PMRM, "u2")
        scene.no_change("AC_CannotChangeToSameManager", a, STANDARD, "u1")
        scene.set("manager.feeRecipient", manager=STANDARD, account=a)
        scene.no_change("Clearing_AccountInService", a, PMRM, "exchange")
        scene.set("manager.feeRecipient", manager=STANDARD, account=4)
        scene.set("auction.smAccount", account=a)
        scene.no_change("Clearing_AccountInService", a, PMRM, "u1")
        scene.set("auction.smAccount", account=2)
        for manager in (STANDARD, PMRM):
            scene.set("manager.adjustmentsPaused", "guardian", manager=manager, value=True)
            scene.no_change("BM_AdjustmentsPaused", a, PMRM, "u1")
            scene.set("manager.adjustmentsPaused", "guardian", manager=manager, value=False)
        # Step 5.
        for asset in ("cash", "perp.eth", "option.eth"):
            scene.set("asset.whitelistManager", asset=asset, manager=PMRM, value=False)
            scene.no_change("MW_UnknownManager", a, PMRM, "u1")
            scene.set("asset.whitelistManager", asset=asset, manager=PMRM, value=True)
        # Step 7: what is held counts for the cap of the new manager.
        scene.set("asset.cap", asset="perp.eth", manager=PMRM, value=5 * W - 1)
        scene.no_change("BM_AssetCapExceeded", a, PMRM, "u1")
        scene.set("asset.cap", asset="perp.eth", manager=PMRM, value=5 * W)
        scene.change(a, PMRM, "u1")
        scene.no_change("BM_AssetCapExceeded", b, PMRM, "u2")
        scene.change(a, STANDARD, "exchange")
        scene.set("asset.cap", asset="perp.eth", manager=PMRM, value=100 * W)
        scene.change(b, PMRM, "exchange")
        scene.change(p, STANDARD, "u3")
        scene.trade(transfer(b, q, "perp.eth", W), transfer(p, a, call(2_100), W))
        scene.do("deposit", caller="u4", account=q, asset="base.wsteth", amount=W)
        scene.no_change("SRM_UnsupportedAsset", q, STANDARD, "u4")
        scene.do("withdraw", caller="u4", account=q, asset="base.wsteth", amount=W)
        scene.do("deposit", caller="u1", account=a, asset="base.btc", amount=10**8)
        scene.trade(transfer(p, a, "perp.btc", W // 10))
        scene.no_change("PMRM_2_UnsupportedAsset", a, PMRM, "u1")
        scene.trade(transfer(a, p, "perp.btc", W // 10))
        scene.change(a, PMRM, "u1")
        scene.change(a, STANDARD, "u1")
        sizes(scene, q)
        margins(scene, p)
        empty = scene.account("u9", trading=False)
        scene.set("asset.whitelistManager", asset="cash", manager=PMRM, value=False)
        scene.no_change("MW_UnknownManager", empty, PMRM, "u9")
        scene.set("asset.whitelistManager", asset="cash", manager=PMRM, value=True)
        scene.change(empty, PMRM, "u9")
        scene.change(empty, STANDARD, "u9")
        return scene
    return made


def sizes(scene, q):
    c = scene.account("u6", cash=300_000 * UNIT)
    options = [call(2_300 + 100 * i) for i in range(9)]
    seller = scene.account("u7", cash=300_000 * UNIT)
    scene.trade(*(transfer(c, q, each, W) for each in options[:6]), *(transfer(seller, c, each, W) for each in options[6:]))
    scene.set("manager.maxAccountSize", manager=PMRM, value=9)
    scene.no_change("PMRM_2_TooManyAssets", c, PMRM, "u6")
    scene.set("manager.maxAccountSize", manager=PMRM, value=128)
    scene.change(c, PMRM, "u6")
    scene.set("manager.maxAccountSize", manager=STANDARD, value=9)
    scene.no_change("SRM_TooManyAssets", c, STANDARD, "u6")
    scene.set("manager.maxAccountSize", manager=STANDARD, value=48)
    scene.change(c, STANDARD, "u6")


def margins(scene, maker):
    """An account that one model admits and the other does not, and debts."""
    d, e = scene.account("u8", cash=2_000 * UNIT), scene.account("u10", "pmrm", 1_500 * UNIT)
    scene.trade(
        transfer(d, maker, call(2_100, FAR), W), transfer(maker, e, "perp.eth", 9 * W), transfer(maker, e, put(2_000), 9 * W))
    scene.no_change("SRM_PortfolioBelowMargin", e, STANDARD, "u10")
    scene.set("pmrm.margin", **scene.config["pmrm"]["margin"] | {"imFactor": str(9 * W)})
    scene.no_change("PMRM_2_InsufficientMargin", d, PMRM, "u8")
    scene.set("manager.trustedRiskAssessor", manager=PMRM, who="u8", value=True)
    scene.no_change("PMRM_2_InsufficientMargin", d, PMRM, "u8")
    scene.set("pmrm.margin", **scene.config["pmrm"]["margin"])
    debtor = scene.account("u11", "pmrm")
    scene.do("deposit", caller="u11", account=debtor, asset="base.eth", amount=10 * W)
    scene.do("withdraw", caller="u11", account=debtor, asset="cash", amount=1_000 * UNIT)
    scene.set("srm.borrowingEnabled", value=False)
    scene.warp(DAY)
    scene.no_change("SRM_NoNegativeCash", debtor, STANDARD, "u11")
    scene.set("srm.borrowingEnabled", value=True)
    scene.change(debtor, STANDARD, "u11")
    scene.warp(DAY)
    scene.change(debtor, PMRM, "u11")
    # A reading that is missing, and an auction.
    scene.do("setForward", market="eth", expiry=FAR, fixed=0, variable=0, confidence=W)
    scene.add("changeManager", caller="u8", account=d, manager=PMRM)
    scene.do("setForward", market="eth", expiry=FAR, fixed=0, variable=2_005 * W, confidence=W)
    scene.add("changeManager", caller="u8", account=d, manager=STANDARD)
    scene.expiry("eth", FAR, 2_005 * W)
    scene.perp_prices("eth", 2_400 * W)
    scene.spot("eth", 3_900 * W)
    scene.expiry("eth", FAR, 3_900 * W)
    scene.do("startAuction", caller="u9", account=d, scenarioId=0)
    scene.no_change("BM_AccountUnderLiquidation", d, PMRM, "u8")
    scene.spot("eth", 2_000 * W)
    scene.perp_prices("eth", 2_000 * W)
    scene.expiry("eth", FAR, 2_000 * W)
    scene.do("terminateAuction", caller="u9", account=d)
    scene.change(d, PMRM, "u8")
    scene.set("perp.disable", asset="perp.eth")
    scene.add("changeManager", caller="u10", account=e, manager=STANDARD)
    scene.do("settlePerps", caller="u9", account=maker)
    scene.warp(DAY)
    scene.do("settleInterest", caller="u9", account=debtor)


SCENES = tuple(make(corrected) for make in (isolated, changes) for corrected in (False, True))

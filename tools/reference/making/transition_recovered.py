"""Traces about announcements that end with the fall that they were about (WF-3, WF-4)."""

from .dice import W
from .transition_auctions import PMRM, STANDARD, UNIT
from .transition_scene import transfer
from .transition_waterfall import GRACE, VALIDITY, Reduced, graduated


def recovered(manager, below):
    """An account that is announced, rises, and falls again: the second fall is another one."""
    def made():
        scene = Reduced(f"waterfall-recovered-{manager}", "announcements that end where a trade, a withdrawal or another announcement finds the account recovered", manager)
        ask, debtor = scene.ask, scene.debtor
        scene.setting("graduated", graduated())
        announced = lambda: debtor in scene.state.announced  # noqa: E731
        cash = {"caller": "u1", "account": debtor, "asset": "cash"}

        def fallen(seconds=GRACE - 1):
            """Announced, older, and above its margins."""
            scene.fall(below)
            scene.do("announce", **ask)
            scene.warp(seconds)
            scene.fall(2_000)
            assert announced()

        def gone():
            assert not announced()
            scene.refused("Waterfall_NotAnnounced", "withdrawAnnouncement", **ask)
            scene.fall(below)
            scene.refused("Waterfall_ReductionComesFirst", "startAuction", **ask, scenarioId=6)

        fallen()
        # A deposit is not judged; a withdrawal is.
        scene.do("deposit", **cash, amount=UNIT)
        assert announced()
        scene.do("withdraw", **cash, amount=UNIT)
        gone()
        fallen()
        scene.trade(transfer(scene.maker, debtor, "perp.eth", W // 100))
        gone()
        fallen(VALIDITY + 1)  # also one that counts no more
        scene.do("announce", **ask)
        gone()
        fallen()
        scene.do("announce", **ask)
        gone()
        scene.fall(2_000)
        scene.refused("DA_AccountIsAboveMaintenanceMargin", "announce", **ask)
        # What is refused changes nothing, and a trusted caller is asked for maintenance margin alone.
        fallen()
        scene.refused("PMRM_2_InsufficientMargin" if manager == "pmrm" else "SRM_PortfolioBelowMargin", "withdraw", **cash, amount=3_900 * UNIT)
        assert announced()
        scene.set("manager.trustedRiskAssessor", manager=scene.manager, who="exchange", value=True)
        scene.trade(transfer(scene.maker, debtor, "perp.eth", W // 100))
        assert announced()
        scene.set("manager.trustedRiskAssessor", manager=scene.manager, who="exchange", value=False)
        # Without the settings it stays, and as another's keeper it ends.
        scene.setting("graduated", None)
        scene.trade(transfer(scene.maker, debtor, "perp.eth", W // 100))
        assert announced()
        scene.setting("graduated", graduated())
        scene.do("deposit", **cash, amount=90_000 * UNIT)
        other = scene.account("u5", "pmrm" if manager == "pmrm" else "srm", 4_000 * UNIT)
        scene.trade(transfer(scene.maker, other, "perp.eth", 8 * W))
        scene.fall(below)
        assert announced()
        scene.reduced(account=other, keeper=debtor, caller="u1")
        assert not announced()
        # And by a change of manager.
        scene.fall(2_000)
        third = scene.account("u6", "pmrm" if manager == "pmrm" else "srm", 4_000 * UNIT)
        scene.trade(transfer(scene.maker, third, "perp.eth", 8 * W))
        scene.fall(below)
        scene.do("announce", caller="u9", account=third)
        scene.fall(2_000)
        scene.do("changeManager", caller="u6", account=third, manager=STANDARD if manager == "pmrm" else PMRM)
        assert third not in scene.state.announced
        return scene
    return made


SCENES = (recovered("srm", 1_600), recovered("pmrm", 1_720))

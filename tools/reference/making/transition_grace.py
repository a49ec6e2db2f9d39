"""Traces about the grace of accounts that a parameter alone has brought below (AM-12)."""

from .adaptive_scene import GRACE, NOTICE, PROTECTED, Adapted, doubted, rule, th
from .dice import W
from .transition_auctions import DOWN, UNIT
from .transition_scene import NEAR, call, put, transfer
from .transition_waterfall import graduated

ABOVE = "DA_AccountIsAboveMaintenanceMargin"
BEYOND = 40  # dollars of a fall that is not the parameter's


class Protected(Adapted):
    """A scene in which a step brings the debtor below maintenance margin."""

    def hover(self):
        """The lowest price, by dollars, at which the debtor is still above maintenance, and a few more."""
        price = 2_000
        while self.levels_at(price, self.debtor)[1] >= 0:
            price -= 2
        self.price = price + 6
        self.at(self.price)

    def at(self, price):
        """Prices with the confidence of the last index price."""
        confidence = self.state.feeds.readings["eth.spot", None].confidence
        self.spot("eth", price * W, confidence)
        self.perp_prices("eth", price * W)
        self.expiry("eth", NEAR, price * W)

    def step_alone(self):
        self.hover()
        self.doubt(20)
        self.refused(ABOVE, "startAuction", **self.ask, scenarioId=DOWN)
        self.warp(NOTICE)
        assert self.margin(self.debtor) < 0
        self.bound = self.time

    def until_over(self, left):
        """So many seconds before the grace ends."""
        self.warp(self.bound + GRACE - left - self.time)

    def not_auctioned(self, name=PROTECTED, account=None):
        self.refused(name, "startAuction", caller="stranger", account=account or self.debtor, scenarioId=DOWN)

    def fast_auctions(self):
        self.set("auction.params", **self.config["auction"] | {"fastAuctionLength": 60, "slowAuctionLength": 600})


def announced(manager):
    """WF-3, WF-6 and the start of an auction."""
    def made():
        scene = Protected(f"adaptive-grace-reducing-{manager}", "a step of a parameter brings nobody to an announcement, a reduction or an auction", manager)
        scene.setting("graduated", graduated(grace=0))
        scene.adapt(doubted("perp.eth"))
        scene.refused(ABOVE, "announce", **scene.ask)
        scene.step_alone()
        scene.refused(PROTECTED, "announce", **scene.ask)
        scene.not_auctioned()
        scene.not_reduced(PROTECTED)
        scene.not_reduced(PROTECTED, least=W, steps=1, part=W // 2)
        scene.not_reduced("DA_SenderNotOwner", caller="u9")
        scene.not_bid(PROTECTED, W)
        scene.not_bid(PROTECTED, W, caller="stranger")
        scene.not_bid("DA_InvalidPercentage", 0)
        scene.refused("DA_AuctionNotStarted", "convertToInsolvent", **scene.ask)
        # A fall that is not the parameter's ends it at once; what comes back is protected again.
        scene.at(scene.price - BEYOND)
        scene.do("announce", **scene.ask)
        scene.at(scene.price)
        scene.refused("Waterfall_BelowMaintenanceMargin", "withdrawAnnouncement", **scene.ask)
        scene.not_reduced(PROTECTED)
        scene.until_over(1)
        scene.not_reduced(PROTECTED)
        scene.not_auctioned()
        scene.until_over(0)
        scene.reduced(part=W // 3)
        scene.reduced()
        assert scene.margin(scene.debtor) >= 0
        # A further step, and so on while they last.
        scene.doubt(60)
        scene.after(NOTICE)
        scene.after(NOTICE)
        scene.not_auctioned(PROTECTED if scene.margin(scene.debtor) < 0 else ABOVE)
        scene.adapt(doubted("perp.eth"), grace=0)
        scene.add("startAuction", **scene.ask, scenarioId=DOWN)
        return scene
    return made


def auctioned(manager):
    """DA-10 and DA-12, of an auction that began for another reason."""
    def made():
        scene = Protected(f"adaptive-grace-auction-{manager}", "an auction that began before waits while the account is below by a step alone", manager)
        scene.fast_auctions()
        scene.adapt(doubted("perp.eth"))
        scene.hover()
        scene.doubt(20)
        scene.at(scene.price - BEYOND)
        scene.start()
        scene.bid(W // 50, bidder=scene.fresh())
        scene.warp(NOTICE - 30)
        scene.hover()
        scene.add("terminateAuction", **scene.ask)
        scene.warp(30)
        scene.bound = scene.time
        assert scene.margin(scene.debtor) < 0
        scene.not_bid(PROTECTED, W, bidder=scene.fresh())
        scene.not_bid("DA_CannotBidWithDifferentManager", W, bidder=scene.other)
        scene.not_auctioned()
        scene.add("convertToInsolvent", **scene.ask)
        scene.warp(200)
        scene.refused(PROTECTED, "convertToInsolvent", **scene.ask)
        scene.refused("DA_AuctionCannotTerminate", "terminateAuction", **scene.ask)
        scene.not_bid(PROTECTED, W, bidder=scene.fresh())
        scene.until_over(1)
        scene.refused(PROTECTED, "convertToInsolvent", **scene.ask)
        scene.not_bid(PROTECTED, W, bidder=scene.fresh())
        scene.until_over(0)
        scene.not_bid("DA_SolventAuctionEnded", W, bidder=scene.fresh())
        scene.do("convertToInsolvent", **scene.ask)
        scene.bid(W, bidder=scene.fresh())
        return scene
    return made


def unread():
    """Readings that fail while protection is decided."""
    scene = Protected("adaptive-grace-unread", "margins that are refused while protection is decided", "srm")
    scene.adapt(doubted("perp.eth"))
    scene.step_alone()
    scene.set("feed.heartbeat", feed="stable", value=10)
    scene.warp(60)
    scene.not_auctioned("BLF_DataTooOld")
    scene.set("feed.heartbeat", feed="stable", value=2**40)
    scene.not_auctioned()
    scene.set("feed.heartbeat", feed="stable", value=10)
    scene.until_over(0)
    scene.start()
    return scene


def others(manager):
    """Who is below by anything else, shares and sizes, and levels that relaxed."""
    def made():
        name = "pmrm" if manager == "pmrm" else "srm"
        scene = Protected(f"adaptive-grace-others-{manager}", "shares and sizes, accounts below by themselves, levels that relax", manager)
        crowd = scene.account("u6", name, 60_000 * UNIT)
        scene.trade(transfer(scene.maker, crowd, "perp.eth", 24 * W))
        scene.trade(transfer(scene.maker, scene.other, "perp.eth", W))
        scene.adapt(
            rule("perp.eth", "share", (200, 0), (700, 80), least=W, step=th(300)),
            rule("perp.eth", "size", (0, 0), (3_000, 20), depth=9_000 * W))
        scene.look()
        scene.hover()
        scene.trade(transfer(crowd, scene.maker, "perp.eth", 24 * W))
        for _ in range(3):
            scene.look()
            scene.warp(NOTICE)
        assert scene.margin(scene.debtor) < 0
        scene.not_auctioned()
        scene.warp(GRACE)
        scene.start()
        scene.add("terminateAuction", **scene.ask)
        # What relaxed is past as well: with the levels of then the account would be lower still.
        scene.trade(transfer(scene.maker, crowd, "perp.eth", 24 * W))
        scene.adapt(doubted("perp.eth", step=th(90)))
        scene.doubt(60)
        scene.after(NOTICE)
        scene.doubt(0)
        scene.after(9_000)
        scene.expect(0, level=0)
        scene.fall(1_500)
        poor = scene.account("u7", name, 900 * UNIT)
        scene.add("submitTransfers", caller="exchange", transfers=[
            transfer(scene.maker, poor, put(1_400), W // 10), transfer(poor, scene.maker, call(2_600), W // 10)])
        scene.fall(1_400)
        scene.add("startAuction", caller="stranger", account=crowd, scenarioId=DOWN)
        return scene
    return made


SCENES = (
    announced("srm"), announced("pmrm"), auctioned("srm"), auctioned("pmrm"), unread, others("srm"), others("pmrm"),
)

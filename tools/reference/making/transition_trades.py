"""Traces about accounts, trades, allowances, and what can be asked for that is not there."""

from .dice import W
from .transition_scene import ALWAYS, FAR, NEAR, Scene, call, put, transfer, venue

UNIT = 10**6  # of the cash token


def accounts_and_trades():
    scene = Scene("trades", "accounts, approval, trades in bulk, what is not there, movements that do not fit")
    scene.prices()
    a, b, c = (scene.account(f"u{i}", cash=900_000 * UNIT) for i in (1, 2, 3))
    p = scene.account("u4", "pmrm", 900_000 * UNIT)
    fresh = scene.do("createAccount", owner="u5", manager="manager.srm")["account"]

    scene.refused("Clearing_TimeRunsBackward", "warp", to=scene.time - 1)
    scene.do("warp", to=scene.time)
    for asset in ("option.eth", "perp.eth"):
        scene.refused("EmptyRevert", "deposit", caller="u1", account=a, asset=asset, amount=1)
        scene.refused("EmptyRevert", "withdraw", caller="u1", account=a, asset=asset, amount=1)
        scene.refused("EmptyRevert", "withdraw", caller="stranger", account=999, asset=asset, amount=1)
    missing_accounts(scene)

    # Instruments other than 0 of assets that have one.
    for asset, name in (
            ("cash", "CA_InvalidSubId"), ("perp.eth", "PA_InvalidSubId"), ("base.eth", "WERC_InvalidSubId")):
        for sub in (1, 2**96 - 1, 2**96, 2**128 + 5, 2**256 - 1):
            scene.refused(name, "submitTransfers", caller="exchange", transfers=[transfer(a, b, asset, 1, sub)])

    wide_sub_ids(scene, a, b)

    # Both ends of a transfer.
    scene.trade()
    scene.trade(transfer(0, 0, "cash", 5 * W), transfer(a, b, "cash", 5 * W), transfer(0, 0, "perp.eth", W))
    scene.trade(transfer(0, 0, "cash", 5 * W), caller="stranger")
    one = transfer(0, 0, "cash", 1)
    scene.refused("AC_CannotTransferAssetToOneself", "submitTransfer", caller="exchange", transfers=[one])
    scene.do("submitTransfer", caller="u1", transfers=[transfer(a, b, "cash", 3 * W)])
    # Allowances are spent transfer by transfer.
    for caller, name in (("exchange", "AC_CannotTransferAssetToOneself"), ("u9", "NotEnoughSubIdOrAssetAllowances")):
        scene.refused(
            name, "submitTransfers", caller=caller, transfers=[transfer(a, b, "cash", W), transfer(a, a, "cash", W)])
    for ends in ((0, a), (a, 0), (a, 999), (999, a)):
        scene.refused(
            "MW_UnknownManager", "submitTransfers", caller="exchange", transfers=[transfer(*ends, "cash", W)])
        scene.refused(
            "MW_UnknownManager", "submitTransfers", caller="exchange", transfers=[transfer(*ends, "perp.eth", W)])

    # Negative amounts, amounts of zero, deltas that add up to zero, both ways in one trade.
    scene.trade(transfer(a, b, "cash", -7 * W))
    scene.trade(transfer(a, b, "cash", 0), transfer(a, b, "perp.eth", 0), transfer(a, b, call(2_000), 0))
    scene.trade(transfer(a, b, "base.eth", 0), caller="stranger")
    scene.trade(transfer(a, b, call(2_000), W), transfer(b, a, call(2_000), W))
    scene.trade(transfer(a, b, "perp.eth", W), transfer(c, a, "perp.eth", W), transfer(b, c, "perp.eth", W))
    scene.trade(transfer(a, b, "perp.eth", W), transfer(b, p, "perp.eth", W), transfer(p, c, "perp.eth", W))
    scene.trade(transfer(c, a, "perp.eth", W))
    scene.refused(
        "Panic(0x11)", "submitTransfers", caller="exchange", transfers=[transfer(a, b, "cash", -2**255)])
    scene.refused(
        "Panic(0x11)", "submitTransfers", caller="exchange", transfers=[transfer(a, b, call(2_000), -2**255)])
    for amount in (2**239, -2**239 - 1):
        scene.refused(
            "SafeCastOverflowedIntDowncast", "submitTransfers", caller="exchange",
            transfers=[transfer(a, b, call(2_000), amount)])

    in_bulk(scene, a, b, c)
    held_order(scene, a, b)
    scene.do("deposit", caller="u9", account=fresh, asset="cash", amount=1)
    scene.do("withdraw", caller="u5", account=fresh, asset="cash", amount=1)
    return scene


def missing_accounts(scene):
    for op in ("settleInterest", "settlePerps"):
        scene.refused("ERC721NonexistentToken", op, caller="u1", account=999)
    scene.refused("ERC721NonexistentToken", "settleOptions", caller="u1", account=999, asset="option.eth")
    # What a perp owes an account that is not there is nothing, but funding is added up.
    scene.warp(60)
    for account in (0, 999):
        scene.do("realizePerp", caller="u1", account=account, asset="perp.eth")
    scene.set("feed.heartbeat", feed="eth.mark", value=1)
    scene.refused("BLF_DataTooOld", "realizePerp", caller="u1", account=999, asset="perp.eth")
    scene.set("feed.heartbeat", feed="eth.mark", value=2**40)
    for asset in ("cash", "base.eth"):
        scene.refused("ERC721NonexistentToken", "withdraw", caller="u1", account=0, asset=asset, amount=1)
        scene.refused("MW_UnknownManager", "deposit", caller="u1", account=0, asset=asset, amount=1)
    scene.refused("ERC721NonexistentToken", "approve", caller="u1", account=999, to="u2")
    scene.refused("ERC721NonexistentToken", "donateBalance", caller="u1", account=999, amount=1)
    for op, more in (("setAssetAllowance", {}), ("setSubIdAllowance", {"subId": 0})):
        scene.refused(
            "ERC721NonexistentToken", op, caller="u1", account=999, delegate="u2", asset="cash", **more,
            positive=1, negative=1)


def wide_sub_ids(scene, a, b):
    """Numbers of options that cannot be held: by the option asset, the balance, the held list, the managers."""
    known = call(2_000).sub
    for wide in (2**96, 2**96 + known, 2**128 - 1, 2**128 + known, 2**256 - 1):
        def moved(amount, name=None, caller="exchange", wide=wide, ends=(a, b)):
            step = {"caller": caller, "transfers": [transfer(*ends, "option.eth", amount, wide)]}
            scene.refused(name, "submitTransfers", **step) if name else scene.do("submitTransfers", **step)

        for caller in ("exchange", "stranger"):
            moved(W, "SafeCastOverflowedUintDowncast", caller)
        moved(-1, "SafeCastOverflowedUintDowncast")
        moved(2**239 + 1, "SafeCastOverflowedIntDowncast")
        moved(-2**255, "Panic(0x11)")
        for ends in ((a, 999), (0, b)):
            moved(W, "SafeCastOverflowedUintDowncast" if ends[0] else "MW_UnknownManager", ends=ends)
        moved(0, "MW_UnknownManager", ends=(a, 0))
    # Nothing can be moved of it: managers take it for the option of the low 96 bits, whose forward they read.
    for caller in ("exchange", "u9"):
        scene.do("submitTransfers", caller=caller, transfers=[transfer(a, b, "option.eth", 0, 2**96 + known)])
    scene.refused(
        "LFF_MissingExpiryData", "submitTransfers", caller="exchange",
        transfers=[transfer(a, b, "option.eth", 0, 2**96 + 1)])
    scene.do(
        "submitTransfers", caller="exchange",
        transfers=[transfer(a, b, "option.eth", 0, 2**96 + known), transfer(a, b, call(2_000), W)])
    scene.do("submitTransfers", caller="exchange", transfers=[transfer(b, a, call(2_000), W)])
    # An allowance may be of any number.
    for wide in (2**96, 2**96 + known, 2**256 - 1):
        scene.do(
            "setSubIdAllowance", caller="u1", account=a, delegate="u9", asset="option.eth", subId=wide, positive=7,
            negative=wide)
        scene.refused(
            "SafeCastOverflowedUintDowncast", "submitTransfers", caller="u9",
            transfers=[transfer(a, b, "option.eth", 1, wide)])


def in_bulk(scene, a, b, c):
    """As many transfers and instruments as a trade may have, and one more."""
    passed = [transfer(0, 0, "cash", 0)] * 999
    scene.trade(*passed, transfer(a, b, "cash", W))
    scene.refused(
        "AC_TooManyTransfers", "submitTransfers", caller="stranger", transfers=passed + [transfer(a, b, "cash", W)] * 2)
    subs = [call(1_000 + 10 * i).sub for i in range(101)]
    both = [transfer(*ends, "option.eth", W, sub) for ends in ((a, b), (b, a)) for sub in subs]
    scene.trade(*[each for i in range(100) for each in (both[i], both[101 + i])])
    scene.refused(
        "DL_DeltasTooLong", "submitTransfers", caller="exchange",
        transfers=[each for i in range(101) for each in (both[i], both[101 + i])])
    # It is refused where it is moved: before the next transfer, but after the allowances of its own.
    scene.refused(
        "DL_DeltasTooLong", "submitTransfers", caller="exchange",
        transfers=[each for i in range(101) for each in (both[i], both[101 + i])] + [transfer(a, a, "cash", 1)])
    for owner, account in (("u1", a), ("u2", b)):
        scene.do(
            "setAssetAllowance", caller=owner, account=account, delegate="u9", asset="option.eth", positive=100 * W,
            negative=100 * W)
    scene.refused(
        "NotEnoughSubIdOrAssetAllowances", "submitTransfers", caller="u9",
        transfers=[each for i in range(101) for each in (both[i], both[101 + i])])
    # Cash is an instrument too, and it is each account's own count.
    scene.refused(
        "DL_DeltasTooLong", "submitTransfers", caller="exchange",
        transfers=[each for i in range(100) for each in (both[i], both[101 + i])] + [transfer(c, b, "cash", 1)])


def held_order(scene, a, b):
    """The last holding takes the place of one that is gone, and whoever comes back stands last."""
    strikes = [call(2_000), put(2_000), call(2_100), put(1_900)]
    for what in strikes:
        scene.trade(transfer(a, b, what, W))
    scene.trade(transfer(b, a, strikes[1], W))
    scene.trade(transfer(b, a, strikes[0], W), transfer(a, b, strikes[1], 2 * W), transfer(a, b, strikes[0], W // 2))
    # Through zero within a trade, and to the other side.
    scene.trade(transfer(b, a, strikes[2], W), transfer(b, a, strikes[2], W))
    scene.trade(transfer(b, a, strikes[3], 3 * W))
    scene.do("deposit", caller="u1", account=a, asset="base.eth", amount=3 * W)
    scene.do("withdraw", caller="u1", account=a, asset="base.eth", amount=3 * W)


def allowances():
    scene = Scene("allowances", "who may move what of another's account: each kind of asset, both signs, in part")
    scene.prices()
    a, b = (scene.account(f"u{i}", cash=100_000 * UNIT, trading=False) for i in (1, 2))
    scene.do("deposit", caller="u1", account=a, asset="base.eth", amount=10 * W)
    short = "NotEnoughSubIdOrAssetAllowances"

    def allow(owner, account, asset, positive, negative, sub=None):
        more = {} if sub is None else {"subId": sub}
        scene.do(
            "setAssetAllowance" if sub is None else "setSubIdAllowance", caller=owner, account=account, delegate="u9",
            asset=asset, **more, positive=positive, negative=negative)

    # Cash needs an allowance of who gives it alone.
    cash = [transfer(a, b, "cash", 10 * W)]
    scene.refused(short, "submitTransfers", caller="u9", transfers=cash)
    allow("u1", a, "cash", 0, 15 * W)
    scene.trade(*cash, caller="u9")
    scene.refused(short, "submitTransfers", caller="u9", transfers=cash)
    allow("u1", a, "cash", 0, 6 * W, sub=0)
    scene.trade(*cash, caller="u9")
    scene.refused(short, "submitTransfer", caller="u9", transfers=[transfer(a, b, "cash", W + 1)])
    scene.do("submitTransfer", caller="u9", transfers=[transfer(a, b, "cash", W)])
    scene.trade(transfer(a, b, "cash", 0), caller="u9")
    scene.refused(short, "submitTransfers", caller="u9", transfers=[transfer(a, b, "cash", 1)])
    scene.refused(short, "submitTransfers", caller="u9", transfers=[transfer(a, b, "cash", -1)])
    allow("u2", b, "cash", 0, 2**256 - 1)
    scene.trade(transfer(a, b, "cash", -W), caller="u9")

    # Every other asset needs both ends', each for its sign.
    for what, sub in (("perp.eth", 0), (call(2_200), call(2_200).sub), (put(1_800), put(1_800).sub)):
        asset = what if isinstance(what, str) else what.asset
        moved = [transfer(a, b, what, W)]
        scene.refused(short, "submitTransfers", caller="u9", transfers=moved)
        allow("u1", a, asset, ALWAYS, W - 1)
        scene.refused(short, "submitTransfers", caller="u9", transfers=moved)
        allow("u1", a, asset, 0, 1, sub=sub)
        scene.refused(short, "submitTransfers", caller="u9", transfers=moved)
        allow("u2", b, asset, W // 2, 0, sub=sub)
        scene.refused(short, "submitTransfers", caller="u9", transfers=moved)
        allow("u2", b, asset, W // 2, 0)
        scene.trade(*moved, caller="u9")
        # The two ends' own trades need the other's.
        scene.refused(short, "submitTransfers", caller="u1", transfers=moved)
    scene.refused(short, "submitTransfers", caller="u9", transfers=[transfer(a, b, "base.eth", 1)])
    allow("u1", a, "base.eth", 0, W)
    allow("u2", b, "base.eth", W, 0, sub=0)
    scene.trade(transfer(a, b, "base.eth", W), caller="u9")

    # Setting replaces; only owner and approved may set; an approved address needs none and may set.
    refused = ("setAssetAllowance", {"account": a, "delegate": "u9", "asset": "cash", "positive": 1, "negative": 1})
    scene.refused("AC_NotOwnerOrERC721Approved", refused[0], caller="u9", **refused[1])
    scene.refused(
        "AC_NotOwnerOrERC721Approved", "setSubIdAllowance", caller="u2", **refused[1], subId=0)
    scene.refused("ERC721InvalidApprover", "approve", caller="u9", account=a, to="u9")
    scene.do("approve", caller="u1", account=a, to="u3")
    scene.refused("ERC721InvalidApprover", "approve", caller="u3", account=a, to="u9")
    scene.do(refused[0], caller="u3", **refused[1])
    scene.trade(transfer(a, b, "cash", 2), caller="u3")
    scene.do("approve", caller="u1", account=a, to="u4")
    scene.refused(short, "submitTransfers", caller="u3", transfers=[transfer(a, b, "cash", 2)])
    scene.refused("AC_NotOwnerOrERC721Approved", refused[0], caller="u3", **refused[1])
    scene.trade(transfer(a, b, "cash", 2), caller="u4")
    # Of a trade that is refused nothing is spent.
    allow("u1", a, "cash", 0, 5 * W)
    scene.refused(
        short, "submitTransfers", caller="u9",
        transfers=[transfer(a, b, "cash", 5 * W), transfer(a, b, "cash", 1)])
    scene.trade(transfer(a, b, "cash", 2 * W), transfer(a, b, "cash", 3 * W), caller="u9")
    # Spent within a trade although the balance comes back.
    allow("u1", a, "perp.eth", W, W)
    allow("u2", b, "perp.eth", W, W)
    scene.trade(transfer(a, b, "perp.eth", W), transfer(b, a, "perp.eth", W), caller="u9")
    scene.refused(short, "submitTransfers", caller="u9", transfers=[transfer(a, b, "perp.eth", 1)])
    return scene


def sizes_and_caps():
    scene = Scene(
        "sizes-and-caps", "account sizes, expiries, caps of assets, assets and managers that are not known",
        venue(srm={"maxAccountSize": "8"}, pmrm={"maxAccountSize": "9", "maxExpiries": "2"}))
    scene.prices((NEAR, FAR, FAR + 86_400))
    a, b = (scene.account(f"u{i}", cash=900_000 * UNIT) for i in (1, 2))
    p, q = (scene.account(f"u{i}", "pmrm", 900_000 * UNIT) for i in (3, 4))
    strikes = [call(1_500 + 100 * i) for i in range(9)]
    for strike in strikes[:7]:
        scene.trade(transfer(a, b, strike, W // 10))
    for strike in strikes[7:]:
        scene.refused(
            "SRM_TooManyAssets", "submitTransfers", caller="exchange", transfers=[transfer(a, b, strike, W)])
    # One goes where one comes; a new instrument that comes through zero is one more than there was.
    scene.trade(transfer(a, b, strikes[7], W // 10), transfer(b, a, strikes[0], W // 10))
    scene.refused(
        "SRM_TooManyAssets", "submitTransfers", caller="exchange",
        transfers=[transfer(a, b, strikes[0], W), transfer(a, b, strikes[8], W), transfer(b, a, strikes[1], W // 10)])
    for caller in ("owner", "u1"):
        name = "BM_InvalidMaxAccountSize" if caller == "owner" else "OwnableUnauthorizedAccount"
        scene.refuse(name, "manager.maxAccountSize", caller, manager="manager.srm", value=7)
    scene.set("manager.maxAccountSize", manager="manager.srm", value=9)
    scene.trade(transfer(a, b, strikes[8], W // 10))
    scene.set("manager.maxAccountSize", manager="manager.srm", value=8)
    # Too large already: what does not grow it passes.
    scene.trade(transfer(a, b, strikes[8], W // 10), transfer(a, b, "cash", W))
    scene.do("deposit", caller="u1", account=a, asset="cash", amount=UNIT)
    scene.refused("SRM_TooManyAssets", "deposit", caller="u1", account=a, asset="base.eth", amount=W)
    scene.trade(transfer(b, a, strikes[8], W // 5))

    for strike in strikes[:8]:
        scene.trade(transfer(p, q, strike, W // 10))
    scene.refused(
        "PMRM_2_TooManyAssets", "submitTransfers", caller="exchange", transfers=[transfer(p, q, strikes[8], W // 10)])
    scene.trade(*[transfer(q, p, strike, W // 10) for strike in strikes[1:8]])
    scene.trade(transfer(p, q, call(2_000, FAR), W // 10))
    far = [transfer(p, q, put(2_000, FAR + 86_400), W // 10)]
    scene.refused("PMRM_2_TooManyExpiries", "submitTransfers", caller="exchange", transfers=far)
    scene.refuse("PMRM_2_InvalidMaxExpiries", "pmrm.maxExpiries", value=2)
    scene.refuse("PMRM_2_InvalidMaxExpiries", "pmrm.maxExpiries", value=31)
    scene.set("pmrm.maxExpiries", value=3)
    scene.trade(*far)
    scene.set("pmrm.maxExpiries", value=30)
    scene.refuse("PMRM_2_InvalidMaxExpiries", "pmrm.maxExpiries", value=30)

    caps(scene, a, b, p, q)
    unknown(scene, a, b, p)
    return scene


def caps(scene, a, b, p, q):
    over = "BM_AssetCapExceeded"
    srm = {"manager": "manager.srm"}
    scene.set("asset.cap", asset="base.eth", **srm, value=3 * W)
    scene.set("manager.maxAccountSize", **srm, value=20)
    scene.do("deposit", caller="u1", account=a, asset="base.eth", amount=3 * W)
    scene.refused(over, "deposit", caller="u2", account=b, asset="base.eth", amount=1)
    scene.set("asset.cap", asset="base.eth", **srm, value=2 * W)
    # Over the cap: what touches it may shrink it only, and what does not touch it is blocked.
    scene.trade(transfer(a, b, "base.eth", W // 2))
    scene.do("withdraw", caller="u1", account=a, asset="base.eth", amount=W // 2)
    scene.refused(over, "withdraw", caller="u1", account=a, asset="cash", amount=1)
    scene.refused(over, "submitTransfers", caller="exchange", transfers=[transfer(a, b, "cash", W)])
    scene.trade(transfer(a, b, "cash", W), transfer(a, b, "base.eth", W // 4))
    scene.refused(
        "MW_UnknownManager", "deposit", caller="u1", account=999, asset="base.eth", amount=W)
    scene.do("withdraw", caller="u1", account=a, asset="base.eth", amount=W // 2)
    scene.do("withdraw", caller="u1", account=a, asset="cash", amount=1)
    # Of perps the total counts sizes, the open interest those above 0; managers have caps of their own.
    scene.trade(transfer(a, b, "perp.eth", W))
    scene.set("asset.cap", asset="perp.eth", **srm, value=2 * W)
    scene.refused(over, "submitTransfers", caller="exchange", transfers=[transfer(a, b, "perp.eth", 1)])
    scene.trade(transfer(b, a, "perp.eth", W // 2))
    scene.trade(transfer(p, q, "perp.eth", 5 * W))
    scene.trade(transfer(p, a, "perp.eth", W))
    scene.refused(over, "submitTransfers", caller="exchange", transfers=[transfer(p, a, "perp.eth", 2 * W)])
    scene.set("asset.cap", asset="option.eth", manager="manager.pmrm.eth", value=0)
    scene.refused(over, "submitTransfers", caller="exchange", transfers=[transfer(p, q, "cash", W)])
    # The first in held order counts, and the first account.
    scene.refused(over, "submitTransfers", caller="exchange", transfers=[
        transfer(p, a, "perp.eth", W), transfer(p, q, "base.eth", 0)])
    scene.refuse("OwnableUnauthorizedAccount", "asset.cap", "u1", asset="perp.eth", **srm, value=0)
    scene.set("asset.cap", asset="option.eth", manager="manager.pmrm.eth", value=ALWAYS)


def unknown(scene, a, b, p):
    for asset, sub in (("base.junk", None), ("base.wsteth", None)):
        scene.refused("SRM_UnsupportedAsset", "deposit", caller="u1", account=a, asset=asset, amount=W)
    scene.refused("PMRM_2_UnsupportedAsset", "deposit", caller="u3", account=p, asset="base.junk", amount=W)
    scene.refused(
        "PMRM_2_UnsupportedAsset", "submitTransfers", caller="exchange", transfers=[transfer(a, p, "perp.btc", W)])
    scene.refused(
        "PMRM_2_UnsupportedAsset", "submitTransfers", caller="exchange",
        transfers=[transfer(a, p, call(50_000, market="btc"), W)])
    scene.refused("PMRM_2_UnsupportedAsset", "settleOptions", caller="u1", account=p, asset="option.btc")
    # No deposit of nothing of what the manager does not know.
    scene.refused("SRM_UnsupportedAsset", "deposit", caller="u1", account=a, asset="base.junk", amount=0)
    for asset in ("cash", "perp.eth", "option.eth", "base.eth"):
        scene.set("asset.whitelistManager", asset=asset, manager="manager.srm", value=False)
        what = call(2_000) if asset == "option.eth" else asset
        scene.refused(
            "MW_UnknownManager", "submitTransfers", caller="exchange", transfers=[transfer(a, b, what, 0)])
        scene.set("asset.whitelistManager", asset=asset, manager="manager.srm", value=True)
    scene.refuse(
        "OwnableUnauthorizedAccount", "asset.whitelistManager", "u1", asset="perp.eth", manager="manager.srm",
        value=False)
    scene.set("asset.whitelistManager", asset="perp.eth", manager="manager.srm", value=False)
    scene.refused("PA_InvalidSubId", "submitTransfers", caller="u9", transfers=[transfer(a, b, "perp.eth", 1, 1)])
    scene.refused("MW_UnknownManager", "submitTransfers", caller="u9", transfers=[transfer(a, p, "perp.eth", 1)])
    scene.do("settlePerps", caller="u9", account=a)


SCENES = (accounts_and_trades, allowances, sizes_and_caps)

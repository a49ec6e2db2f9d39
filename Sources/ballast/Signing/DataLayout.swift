import Clearing

/// What the data of a kind of action consists of (MO-41): the members of its layout, in order.
struct DataLayout: Sendable {
  /// How a member stands in a description, and what it is encoded as.
  indirect enum Form: Sendable {
    /// A whole number of so many bits, as text.
    case unsigned(bits: Int)
    case signed(bits: Int)
    case bool
    case address
    /// An asset, by its name or its address.
    case asset
    /// A manager, in the same way.
    case manager
    /// One of these names, encoded as its place.
    case call([String])
    case list([Member])
    /// A JSON value, encoded as the bytes of its canonical spelling.
    case document
    /// No bytes, and no member of a description.
    case noBytes
  }

  struct Member: Sendable {
    var name: String
    var form: Form
    /// Whether it may be left out, and is zero then, or no bytes.
    var isOptional = false
  }

  var members: [Member]
  /// Whether all of it is one argument, a tuple.
  var isTuple = false
}

extension DataLayout {
  private static func required(_ name: String, _ form: Form = .unsigned(bits: 256)) -> Member { Member(name: name, form: form) }

  private static func optional(_ name: String, _ form: Form = .unsigned(bits: 256)) -> Member {
    Member(name: name, form: form, isOptional: true)
  }

  private static let instrument = [required("asset", .asset), optional("subId")]

  static let order = DataLayout(
    members: instrument + [
      required("limitPrice", .signed(bits: 256)), required("desiredAmount", .signed(bits: 256)), required("worstFee"), required("recipientId"),
      required("isBid", .bool),
    ])

  static let legs = required("trades", .list(instrument + [required("price"), required("amount", .signed(bits: 256))]))
  static let quote = DataLayout(members: [required("maxFee"), legs], isTuple: true)

  static let transfer = DataLayout(
    members: [
      required("toAccount"), optional("manager", .manager),
      required("transfers", .list(instrument + [required("amount", .signed(bits: 256))])),
    ], isTuple: true)

  /// What the executor says of orders that are matched.
  static let fills = DataLayout(
    members: [
      required("takerAccount"), required("takerFee"),
      required(
        "fillDetails",
        .list([required("filledAccount"), required("amountFilled"), required("price", .signed(bits: 256)), required("fee")])),
      Member(name: "managerData", form: .noBytes),
    ], isTuple: true)

  /// What the executor says of a quote that is taken.
  static let taking = DataLayout(
    members: [
      required("makerAccount"), required("makerFee"), required("takerAccount"), required("takerFee"),
      Member(name: "managerData", form: .noBytes),
    ], isTuple: true)

  private static let token = [required("asset", .asset), required("amount")]

  private static let settlements = [
    "settleInterest", "settlePerps", "settleOptions", "realizePerp", "accrueInterest", "transferSmFees",
    "disableWithdrawFee", "payCashInsolvency",
  ]
  private static let auctions = ["startAuction", "convertToInsolvent", "updateScenarioId", "terminateAuction"]

  /// What a holder's calls are named; each has a layout of its own.
  static let holderCalls = ["approve", "setAssetAllowance", "setSubIdAllowance", "submitTransfers", "donateBalance"]

  /// The layout of a holder's call by its place.
  static func holder(_ call: Int) -> DataLayout {
    let rest: [Member]
    switch call {
    case 0: rest = [required("account"), required("to", .address)]
    case 1, 2:
      rest = [required("account"), required("delegate", .address)] + instrument + [required("positive"), required("negative")]
    case 3:
      rest = [required("transfers", .list([required("from"), required("to")] + instrument + [required("amount", .signed(bits: 256))]))]
    default: rest = [required("account"), required("amount")]
    }
    return DataLayout(members: [required("call", .call(holderCalls))] + rest)
  }

  /// The layout of a kind that has one; nil of those that have several, and of the least.
  init?(_ kind: ModuleKind) {
    typealias Layout = DataLayout
    switch kind {
    case .least, .quote, .holder: return nil
    case .trade: self = .order
    case .transfer: self = .transfer
    case .deposit:
      members = [Layout.required("amount"), Layout.required("asset", .asset), Layout.optional("manager", .manager)]
    case .withdrawal, .takeOut: members = Layout.token
    case .managerChange: members = [Layout.required("manager", .manager)]
    case .sessionKey: members = [Layout.required("key", .address), Layout.required("until")]
    case .custody: members = [Layout.required("call", .call(["request", "complete", "deposit"])), Layout.required("account")]
    case .settlement:
      members = [
        Layout.required("call", .call(Layout.settlements)), Layout.optional("account"), Layout.optional("asset", .asset),
      ]
    case .bridge:
      members = [
        Layout.required("call", .call(["credit", "paid"])), Layout.required("number"), Layout.required("asset", .asset),
        Layout.required("owner", .address), Layout.required("amount"),
      ]
    case .governance:
      members = [
        Layout.required("call", .call(["schedule", "cancel"])), Layout.optional("number"),
        Layout.optional("parameter", .document),
      ]
    case .guardian: members = [Layout.required("manager", .manager), Layout.required("paused", .bool)]
    case .liquidation:
      members = [
        Layout.required("liquidatedAccountId"), Layout.required("cashTransfer"), Layout.required("percentOfAcc"),
        Layout.optional("priceLimit", .signed(bits: 256)), Layout.optional("lastSeenTradeId"), Layout.required("mergeAccount", .bool),
      ]
    case .auction:
      members = [
        Layout.required("call", .call(Layout.auctions)), Layout.required("account"), Layout.optional("scenarioId"),
      ]
    case .bid:
      members = [
        Layout.required("account"), Layout.required("bidder"), Layout.required("percent"),
        Layout.optional("priceLimit", .signed(bits: 256)), Layout.optional("expectedLastTradeId"),
      ]
    case .securityModule: members = [Layout.required("call", .call(["smDonate", "smWithdraw"])), Layout.required("amount")]
    case .reduction:
      members = [
        Layout.required("call", .call(["announce", "withdrawAnnouncement", "reduce"])), Layout.required("account"),
        Layout.optional("keeper"), Layout.optional("steps", .unsigned(bits: 64)), Layout.optional("part"),
        Layout.optional("leastDiscount"), Layout.optional("expectedLastTradeId"),
      ]
    }
  }
}

extension DataLayout {
  /// The values of a feed's payload (FD-12 to FD-20).
  init(_ kind: FeedKind) {
    let confidence = DataLayout.required("confidence", .unsigned(bits: 64))
    let expiry = DataLayout.required("expiry", .unsigned(bits: 64))
    switch kind {
    case .spot: members = [DataLayout.required("price", .unsigned(bits: 96)), confidence]
    case .spotDifference: members = [DataLayout.required("difference", .signed(bits: 96)), confidence]
    case .forward:
      members = [
        expiry, DataLayout.optional("start"), DataLayout.optional("current"), DataLayout.required("difference", .signed(bits: 96)),
        confidence,
      ]
    case .volatility:
      members = [
        expiry, DataLayout.required("a", .signed(bits: 256)), DataLayout.required("b"), DataLayout.required("rho", .signed(bits: 256)),
        DataLayout.required("m", .signed(bits: 256)), DataLayout.required("sigma"), DataLayout.required("forward"),
        DataLayout.required("tau", .unsigned(bits: 64)), confidence,
      ]
    case .rate: members = [expiry, DataLayout.required("rate", .signed(bits: 96)), confidence]
    }
  }
}

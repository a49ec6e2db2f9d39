import Clearing
import Encoding
import Ethereum
import FixedPoint

extension Feed {
  /// A signed feed as it is set up, with its signers (LG-7).
  init(_ json: JSONValue, chainId: UInt256) throws(JSONError) {
    try json.refuseUnknownMembers([
      "kind", "address", "owner", "signers", "requiredSigners", "heartbeat", "spotFeed", "cap", "settlementHeartbeat",
      "maximumExpiry",
    ])
    let kind = try json.member("kind")
    guard let feedKind = FeedKind.allCases.first(where: { $0.text == (try? kind.string()) }) else {
      throw kind.refusal(.wrongForm, expected: "spot, spotDifference, forward, volatility or rate")
    }
    let owner = try json.member("owner").address()
    let needsSpot = feedKind == .spotDifference || feedKind == .forward
    let spotFeed = needsSpot ? try json.member("spotFeed").address() : .zero
    var feed = Feed(
      FeedSource(feedKind, address: try json.member("address").address(), owner: owner, chainId: chainId),
      spotFeed: spotFeed)
    var settings: [(member: String, setting: FeedSetting)] = []
    let signers = try json.member("signers")
    for signer in try signers.addresses() { settings.append(("signers", .signer(signer, isWhitelisted: true))) }
    let required = try json.member("requiredSigners").smallInteger(1...255)
    settings.append(("requiredSigners", .requiredSigners(UInt8(truncatingIfNeeded: required))))
    settings.append(("heartbeat", .heartbeat(try json.member("heartbeat").uint64())))
    if feedKind == .spotDifference { settings.append(("cap", .differenceCap(try json.member("cap").uint256()))) }
    if feedKind == .forward {
      settings.append(("settlementHeartbeat", .settlementHeartbeat(try json.member("settlementHeartbeat").uint64())))
      settings.append(("maximumExpiry", .maximumExpiry(try json.member("maximumExpiry").uint64())))
    }
    for (member, setting) in settings {
      do throws(FeedRefusal) {
        try feed.set(setting, caller: owner)
      } catch {
        throw try json.member(member).refusal(.outOfRange, expected: "what a feed can be set to (\(error.name))")
      }
    }
    // A member that the kind does not have is refused.
    for (member, isKnown) in [
      ("spotFeed", needsSpot), ("cap", feedKind == .spotDifference), ("settlementHeartbeat", feedKind == .forward),
      ("maximumExpiry", feedKind == .forward),
    ] where !isKnown {
      if let value = try json.optionalMember(member) {
        throw value.refusal(.unknownMember, expected: "no such member of a feed of this kind")
      }
    }
    self = feed
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("kind", source.kind.text)
    json.member("address", source.address)
    json.member("owner", source.owner)
    json.member("signers", source.signers)
    json.member("requiredSigners", number: Int(source.requiredSigners))
    json.member("heartbeat", source.heartbeat)
    switch self {
    case .spot, .volatility, .rate: break
    case .spotDifference(let feed):
      json.member("spotFeed", feed.spotFeed)
      json.member("cap", feed.cap)
    case .forward(let feed):
      json.member("spotFeed", feed.spotFeed)
      json.member("settlementHeartbeat", feed.settlementHeartbeat)
      json.member("maximumExpiry", feed.maximumExpiry)
    }
    json.endObject()
  }
}

extension FeedKind {
  /// As documents name it (LG-7).
  public var text: String {
    switch self {
    case .spot: "spot"
    case .spotDifference: "spotDifference"
    case .forward: "forward"
    case .volatility: "volatility"
    case .rate: "rate"
    }
  }
}

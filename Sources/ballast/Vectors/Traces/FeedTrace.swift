import Clearing
import Encoding
import Ethereum
import FixedPoint

/// A replay of messages to feeds, settings and reads (JS-14).
struct FeedTrace {
  var parties = TraceParties()
  /// The feeds' addresses by label.
  var labels = TraceParties()
  var state: ClearingState

  init(_ config: JSONValue) throws(JSONError) {
    try config.refuseUnknownMembers(["chainId", "startTime", "owner", "stranger", "feeds", "signers"])
    let chainId = try config.member("chainId").uint256()
    let owner = try config.member("owner").address()
    parties.add("owner", owner)
    parties.add("stranger", try config.member("stranger").address())
    try parties.add(try config.member("signers"))
    let feeds = try config.member("feeds")
    for (label, feed) in try feeds.objectMembers() {
      try feed.refuseUnknownMembers(["contract", "address", "eip712Domain", "domainSeparator", "spotFeed"])
      labels.add(label, try feed.member("address").address())
    }
    var book = FeedBook()
    for (_, feed) in try feeds.objectMembers() {
      let contract = try feed.member("contract")
      guard let kind = FeedKind(rawValue: try contract.string()) else {
        let known = FeedKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw contract.refusal(.outOfRange, expected: "one of \(known)")
      }
      var spotFeed = Address.zero
      if let label = try feed.optionalMember("spotFeed") { spotFeed = try labels.address(label) }
      let source = FeedSource(kind, address: try feed.member("address").address(), owner: owner, chainId: chainId)
      book.add(Feed(source, spotFeed: spotFeed))
    }
    state = .bare(time: try config.member("startTime").uint64(), owner: owner, signedFeeds: book)
  }

  func checkConfiguration(_ config: JSONValue) throws(JSONError) -> [JSONDifference] {
    var differences = try TraceParties.check(config.member("signers"), path: "signers")
    for name in ["owner", "stranger"] {
      differences += try Trace.difference(name, in: config, text: config.member(name).address().description)
    }
    for (label, feed) in try config.member("feeds").objectMembers() {
      let address = try feed.member("address").address()
      guard let source = state.signedFeeds[address]?.source else { continue }
      var found = try Trace.difference("address", in: feed, text: address.description)
      found += try Trace.difference("eip712Domain", in: feed) { json in
        json.key("eip712Domain")
        json.domain(source.domain)
      }
      found += try Trace.difference("domainSeparator", in: feed, text: source.domainSeparator.description)
      differences += found.map { $0.within("feeds.\(label)") }
    }
    return differences.map { $0.within("config") }
  }

  mutating func run(_ step: JSONValue) throws(JSONError) -> [JSONDifference] {
    let name = try step.member("op")
    if try name.string() == "warp" {
      try step.refuseUnknownMembers(["op", "to"])
      try state.warp(step.member("to"))
      return []
    }
    let differences = try Trace.difference("time", in: step, text: state.time.description)
    switch try name.string() {
    case "submit": return differences + (try submit(step))
    case "read":
      try step.refuseUnknownMembers(["op", "time", "feed", "call", "args", "result"])
      let result = try read(step, feed: labels.address(step.member("feed")))
      return differences + (try Trace.difference(result: result, in: step))
    default:
      let setting = try setting(name, step)
      let (feed, caller) = (try labels.address(step.member("feed")), try parties.address(step.member("caller")))
      let result = TraceResult.of { () throws(ClearingRefusal) in
        _ = try state.apply(.set(.signedFeed(feed, setting), caller: caller))
        return .done
      }
      return differences + (try Trace.difference(result: result, in: step))
    }
  }

  private func setting(_ name: JSONValue, _ step: JSONValue) throws(JSONError) -> FeedSetting {
    func value(_ member: String) throws(JSONError) -> JSONValue {
      try step.refuseUnknownMembers(["op", "time", "feed", "caller", member, "result"])
      return try step.member(member)
    }
    switch try name.string() {
    case "addSigner":
      try step.refuseUnknownMembers(["op", "time", "feed", "caller", "signer", "isWhitelisted", "result"])
      return .signer(
        try parties.address(step.member("signer")), isWhitelisted: try step.member("isWhitelisted").bool())
    case "setRequiredSigners":
      let count = try value("newRequiredSigners")
      guard let count = UInt8(exactly: try count.uint64()) else {
        throw count.refusal(.outOfRange, expected: "a decimal integer of 8 unsigned bits")
      }
      return .requiredSigners(count)
    case "setHeartbeat": return .heartbeat(try value("newHeartbeat").uint64())
    case "setSpotDiffCap": return .differenceCap(try value("_spotDiffCap").uint256())
    case "setSettlementHeartbeat": return .settlementHeartbeat(try value("_settlementHeartbeat").uint64())
    case "setMaxExpiry": return .maximumExpiry(try value("_maxExpiry").uint64())
    case "setSpotFeed": return .spotFeed(try labels.address(value("spotFeed")))
    default: throw name.refusal(.outOfRange, expected: "the name of a step of feeds")
    }
  }
}

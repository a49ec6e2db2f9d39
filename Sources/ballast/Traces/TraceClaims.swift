import Encoding
import FixedPoint

/// What the trace of an incident says that holds (JS-16), and the states and results that it speaks of.
struct TraceClaims {
  private let claims: [JSONValue]
  private let decimals: UInt8
  private var states: [TraceSnapshot] = []
  private var results: [JSONValue] = []

  init(_ root: JSONValue) throws(JSONError) {
    claims = try root.optionalMember("holds").map { (list) throws(JSONError) in Array(try list.elements()) } ?? []
    let given = try root.member("config").member("stableDecimals").uint64()
    decimals = UInt8(clamping: given)
    let steps = try root.member("steps")
    if !claims.isEmpty, try steps.elements().count > TraceLimits.claimedSteps {
      throw steps.refusal(.outOfRange, expected: "at most \(TraceLimits.claimedSteps) steps of a trace with claims")
    }
  }

  /// Keeps what a step has come to, if anything is claimed.
  mutating func note(_ state: TraceSnapshot, _ result: JSONValue) {
    if claims.isEmpty { return }
    states.append(state)
    results.append(result)
  }

  /// The first claim that does not hold.
  func difference() throws(JSONError) -> JSONDifference? {
    for (index, claim) in claims.enumerated() where !(try holds(claim)) {
      return JSONDifference(path: "holds[\(index)]", expected: "it holds", found: "it does not")
    }
    return nil
  }

  private func holds(_ claim: JSONValue) throws(JSONError) -> Bool {
    let kind = try claim.member("claim")
    switch try kind.string() {
    case "refused":
      try claim.refuseUnknownMembers(["claim", "that", "step", "name"])
      return try refusal(step(claim, "step")) == claim.member("name").string()
    case "succeeds":
      try claim.refuseUnknownMembers(["claim", "that", "step"])
      return try refusal(step(claim, "step")) == nil
    case "neverRefused":
      try claim.refuseUnknownMembers(["claim", "that", "names"])
      var names: [String] = []
      for name in try claim.member("names").elements() { names.append(try name.string()) }
      for step in results.indices { if let name = try refusal(step), names.contains(name) { return false } }
      return true
    case "atMost", "equal", "above":
      try claim.refuseUnknownMembers(["claim", "that", "left", "right"])
      guard let left = try sum(claim.member("left")), let right = try sum(claim.member("right")) else { return false }
      switch try kind.string() {
      case "atMost": return left <= right
      case "equal": return left == right
      default: return left > right
      }
    case "absent":
      try claim.refuseUnknownMembers(["claim", "that", "after", "path"])
      let path = try path(claim)
      return try !states[step(claim, "after")].values.keys.contains { $0.starts(with: path) }
    case "notBelow":
      try claim.refuseUnknownMembers(["claim", "that", "after", "member"])
      return try isNotBelow(claim.member("member").string(), step(claim, "after"))
    case "balanced":
      try claim.refuseUnknownMembers(["claim", "that"])
      return states.allSatisfy(\.isBalanced)
    case "conserved":
      try claim.refuseUnknownMembers(["claim", "that"])
      return states.allSatisfy { $0.isConserved(decimals) }
    default:
      throw kind.refusal(.outOfRange, expected: "a claim")
    }
  }

  private func step(_ claim: JSONValue, _ member: String) throws(JSONError) -> Int {
    try claim.member(member).smallInteger(0...max(states.count - 1, 0))
  }

  private func path(_ term: JSONValue) throws(JSONError) -> TraceSnapshot.Path {
    var path: TraceSnapshot.Path = []
    for name in try term.member("path").elements() { path.append(try name.string()) }
    return path
  }

  /// The name by which a step was refused.
  private func refusal(_ step: Int) throws(JSONError) -> String? {
    try results[step].optionalMember("revert")?.string()
  }

  /// - Returns: nil where a term is no number.
  private func sum(_ terms: JSONValue) throws(JSONError) -> Int256? {
    var sum = Int256.zero
    for term in try terms.elements() {
      guard let value = try value(term) else { return nil }
      let isMinus = try term.optionalMember("minus")?.bool() ?? false
      guard let next = isMinus ? try? sum - value : try? sum + value else { return nil }
      sum = next
    }
    return sum
  }

  private func value(_ term: JSONValue) throws(JSONError) -> Int256? {
    if let number = try term.optionalMember("number") {
      try term.refuseUnknownMembers(["number", "minus"])
      return try number.int256()
    }
    if try term.optionalMember("path") != nil {
      try term.refuseUnknownMembers(["path", "after", "minus"])
      guard let text = try states[step(term, "after")].values[path(term)] else { return .zero }
      return Int256(text)
    }
    try term.refuseUnknownMembers(["result", "of", "minus"])
    let result = results[try step(term, "of")]
    return try result.optionalMember(term.member("result").string())?.int256() ?? .zero
  }

  private func isNotBelow(_ member: String, _ step: Int) -> Bool {
    let margins = states[step].values.filter { $0.key.first == "margins" }
    let accounts = Set(margins.keys.compactMap { $0.dropFirst().first })
    return accounts.allSatisfy { account in
      guard let text = margins[["margins", account, member]], let value = Int256(text) else { return false }
      return !value.isNegative
    }
  }
}

extension TraceSnapshot {
  /// Whether the balances of each perp and each option add up to zero.
  fileprivate var isBalanced: Bool {
    var sums: [String: Int256] = [:]
    for (path, text) in values where path.count == 3 && path[0] == "balances" {
      if !path[2].hasPrefix("perp.") && !path[2].hasPrefix("option.") { continue }
      guard let amount = Int256(text), let sum = try? (sums[path[2]] ?? .zero) + amount else { return false }
      sums[path[2]] = sum
    }
    return sums.values.allSatisfy(\.isZero)
  }

  /// Whether cash is exactly what is behind it (CL-75), in fine units.
  fileprivate func isConserved(_ decimals: UInt8) -> Bool {
    func cash(_ name: String) -> Int256? { values[["cash", name]].flatMap { Int256($0) } }
    guard let supply = cash("supplyShares"), let supplyIndex = cash("supplyIndex"),
      let supplyRemainder = cash("supplyRemainder"), let borrow = cash("borrowShares"),
      let borrowIndex = cash("borrowIndex"), let borrowRemainder = cash("borrowRemainder"),
      let fees = cash("accruedSmFees"), let feeRemainder = cash("feeRemainder"), let settled = cash("netSettledCash"),
      let tokens = values[["cash", "stableBalance"]].flatMap({ UInt256($0) }), let unbacked = cash("unbacked"),
      let fine = try? tokens.convertDecimalsDown(from: decimals, to: 36), let backing = try? Int256(fine)
    else { return false }
    let sums = try? { () throws(ArithmeticError) in
      let held = try supply * supplyIndex + supplyRemainder + fees * Wad.signed + feeRemainder
      let owed = try borrow * borrowIndex + borrowRemainder + settled * Wad.signed
      return (try held - owed, try backing + unbacked * Wad.signed)
    }()
    guard let sums else { return false }
    return sums.0 == sums.1
  }
}

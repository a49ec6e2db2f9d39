import Clearing
import Encoding
import Ethereum
import FixedPoint

/// A replay of signed actions, session keys and custody, with modules that use each action's nonce and give the
/// accounts back (JS-14).
struct ActionTrace {
  var parties = TraceParties()
  var matching: Matching
  var modules: [Address: BaseModule] = [:]
  var now: UInt64

  init(_ config: JSONValue) throws(JSONError) {
    try config.refuseUnknownMembers([
      "chainId", "startTime", "matching", "subAccounts", "modules", "eip712Domain", "domainSeparator", "typeHash",
      "who",
    ])
    now = try config.member("startTime").uint64()
    try parties.add(try config.member("who"))
    let owner = try config.member("who").member("admin").member("address").address()
    let address = try config.member("matching").address()
    matching = Matching(address: address, owner: owner, chainId: try config.member("chainId").uint256())
    parties.add("matching", address)
    parties.add("subAccounts", try config.member("subAccounts").address())
    for (label, module) in try config.member("modules").objectMembers() {
      let module = try module.address()
      parties.add(label, module)
      modules[module] = BaseModule(address: module, matching: address)
    }
  }

  func checkConfiguration(_ config: JSONValue) throws(JSONError) -> [JSONDifference] {
    var differences = try TraceParties.check(config.member("who"), path: "who")
    for name in ["matching", "subAccounts"] {
      differences += try Trace.difference(name, in: config, text: config.member(name).address().description)
    }
    let modules = try config.member("modules")
    for (label, module) in try modules.objectMembers() {
      differences += try Trace.difference(label, in: modules, text: module.address().description)
    }
    differences += try Trace.difference("eip712Domain", in: config) { json in
      json.key("eip712Domain")
      json.domain(matching.domain)
    }
    differences += try Trace.difference("domainSeparator", in: config, text: matching.domainSeparator.description)
    differences += try Trace.difference("typeHash", in: config, text: SignedAction.typeHash.description)
    return differences.map { $0.within("config") }
  }

  mutating func run(_ step: JSONValue) throws(JSONError) -> [JSONDifference] {
    let name = try step.member("op").string()
    if name == "warp" {
      try step.refuseUnknownMembers(["op", "to"])
      now = try step.member("to").uint64()
      return []
    }
    let differences = try Trace.difference("time", in: step, text: now.description)
    if name == "verifyAndMatch" { return differences + (try match(step)) }
    return differences + (try Trace.difference(result: call(name, step), in: step))
  }

  /// The calls besides matched ones.
  private mutating func call(_ name: String, _ step: JSONValue) throws(JSONError) -> TraceResult {
    let caller = try parties.address(step.member("caller"))
    let now = now
    func values(_ members: String...) throws(JSONError) -> [JSONValue] {
      try step.refuseUnknownMembers(["op", "time", "caller", "result"] + members)
      var values: [JSONValue] = []
      for member in members { values.append(try step.member(member)) }
      return values
    }
    switch name {
    case "setTradeExecutor":
      let values = try values("tradeExecutor", "canExecute")
      let (executor, isAllowed) = (try parties.address(values[0]), try values[1].bool())
      return done { (matching) throws(ActionRefusal) in
        try matching.setExecutor(executor, isAllowed, caller: caller)
      }
    case "setAllowedModule":
      let values = try values("module", "allowed")
      let (module, isAllowed) = (try parties.address(values[0]), try values[1].bool())
      return done { (matching) throws(ActionRefusal) in try matching.setModule(module, isAllowed, caller: caller) }
    case "createSubAccount":
      _ = try parties.address(values("manager")[0])
      return made { (matching) throws(ActionRefusal) in try matching.createAccount(caller: caller) }
    case "createAccount":
      let values = try values("owner", "manager")
      let (owner, _) = (try parties.address(values[0]), try parties.address(values[1]))
      return made { (matching) throws(ActionRefusal) in try matching.tokens.create(for: owner) }
    case "approve":
      let values = try values("to", "account")
      let (spender, account) = (try parties.address(values[0]), try values[1].uint256())
      return done { (matching) throws(ActionRefusal) in
        try matching.tokens.approve(spender, account: account, caller: caller)
      }
    case "depositSubAccount":
      let account = try values("account")[0].uint256()
      return done { (matching) throws(ActionRefusal) in
        try matching.deposit(account, for: caller, caller: caller)
      }
    case "depositSubAccountFor":
      let values = try values("account", "recipient")
      let (account, recipient) = (try values[0].uint256(), try parties.address(values[1]))
      return done { (matching) throws(ActionRefusal) in
        try matching.deposit(account, for: recipient, caller: caller)
      }
    case "registerSessionKey":
      let values = try values("sessionKey", "expiry")
      let (key, expiry) = (try parties.address(values[0]), try values[1].uint256())
      return done { (matching) throws(ActionRefusal) in
        try matching.registerSessionKey(key, until: expiry, caller: caller)
      }
    case "deregisterSessionKey":
      let key = try parties.address(values("sessionKey")[0])
      return done { (matching) throws(ActionRefusal) in
        try matching.deregisterSessionKey(key, caller: caller, now: now)
      }
    case "requestWithdrawAccount":
      let account = try values("account")[0].uint256()
      return done { (matching) throws(ActionRefusal) in
        try matching.requestWithdrawal(account, caller: caller, now: now)
      }
    case "completeWithdrawAccount":
      let account = try values("account")[0].uint256()
      return done { (matching) throws(ActionRefusal) in try matching.completeWithdrawal(account, now: now) }
    default: throw try step.member("op").refusal(.outOfRange, expected: "the name of a step of signed actions")
    }
  }

  /// Makes a call without a result.
  private mutating func done(
    _ call: (inout Matching) throws(ActionRefusal) -> Void
  ) -> TraceResult {
    TraceResult.of { () throws(ActionRefusal) in
      try call(&matching)
      return .done
    }
  }

  /// Makes a call whose result is an account.
  private mutating func made(
    _ call: (inout Matching) throws(ActionRefusal) -> UInt256
  ) -> TraceResult {
    TraceResult.of { () throws(ActionRefusal) in .success([("account", .text(try call(&matching).description))]) }
  }
}

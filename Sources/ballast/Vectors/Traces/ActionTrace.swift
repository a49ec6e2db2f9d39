import Clearing
import Encoding
import Ethereum
import FixedPoint

/// A replay of signed actions, session keys and custody, with modules that use each action's nonce and give the
/// accounts back (JS-14).
struct ActionTrace {
  var parties = TraceParties()
  var state: ClearingState

  init(_ config: JSONValue) throws(JSONError) {
    try config.refuseUnknownMembers([
      "chainId", "startTime", "matching", "subAccounts", "modules", "eip712Domain", "domainSeparator", "typeHash",
      "who",
    ])
    try parties.add(try config.member("who"))
    let owner = try config.member("who").member("admin").member("address").address()
    let address = try config.member("matching").address()
    state = .bare(
      time: try config.member("startTime").uint64(), owner: owner,
      gateway: Gateway(address: address, chainId: try config.member("chainId").uint256()))
    parties.add("matching", address)
    parties.add("subAccounts", try config.member("subAccounts").address())
    for (label, module) in try config.member("modules").objectMembers() {
      parties.add(label, try module.address())
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
      json.domain(state.gateway.domain)
    }
    differences += try Trace.difference("domainSeparator", in: config, text: state.gateway.domainSeparator.description)
    differences += try Trace.difference("typeHash", in: config, text: SignedAction.typeHash.description)
    return differences.map { $0.within("config") }
  }

  mutating func run(_ step: JSONValue) throws(JSONError) -> [JSONDifference] {
    let name = try step.member("op").string()
    if name == "warp" {
      try step.refuseUnknownMembers(["op", "to"])
      try state.warp(step.member("to"))
      return []
    }
    let differences = try Trace.difference("time", in: step, text: state.time.description)
    if name == "verifyAndMatch" { return differences + (try match(step)) }
    return differences + (try Trace.difference(result: call(name, step), in: step))
  }

  /// The calls besides matched ones.
  private mutating func call(_ name: String, _ step: JSONValue) throws(JSONError) -> TraceResult {
    let operation = try operation(name, step)
    return TraceResult.of { () throws(ClearingRefusal) in
      guard case .account(let account) = try state.apply(operation) else { return .done }
      return .success([("account", .text(account.description))])
    }
  }

  private func operation(_ name: String, _ step: JSONValue) throws(JSONError) -> Operation {
    let caller = try parties.address(step.member("caller"))
    func values(_ members: String...) throws(JSONError) -> [JSONValue] {
      try step.refuseUnknownMembers(["op", "time", "caller", "result"] + members)
      var values: [JSONValue] = []
      for member in members { values.append(try step.member(member)) }
      return values
    }
    switch name {
    case "setTradeExecutor":
      let values = try values("tradeExecutor", "canExecute")
      return .set(.executor(try parties.address(values[0]), try values[1].bool()), caller: caller)
    case "setAllowedModule":
      let values = try values("module", "allowed")
      return .set(.module(try parties.address(values[0]), try values[1].bool() ? .least : nil), caller: caller)
    case "createSubAccount":
      _ = try parties.address(values("manager")[0])
      return .owner(.createAccount(manager: 0), caller: caller)
    case "createAccount":
      let values = try values("owner", "manager")
      _ = try parties.address(values[1])
      return .createAccount(owner: try parties.address(values[0]), manager: 0)
    case "approve":
      let values = try values("to", "account")
      return .approve(try values[1].uint64(), to: try parties.address(values[0]), caller: caller)
    case "depositSubAccount":
      return .owner(.depositAccount(try values("account")[0].uint256(), for: caller), caller: caller)
    case "depositSubAccountFor":
      let values = try values("account", "recipient")
      return .owner(
        .depositAccount(try values[0].uint256(), for: try parties.address(values[1])), caller: caller)
    case "registerSessionKey":
      let values = try values("sessionKey", "expiry")
      let (key, expiry) = (try parties.address(values[0]), try values[1].uint256())
      return .owner(.registerSessionKey(key, until: expiry), caller: caller)
    case "deregisterSessionKey":
      return .owner(.deregisterSessionKey(try parties.address(values("sessionKey")[0])), caller: caller)
    case "requestWithdrawAccount":
      return .owner(.requestAccount(try values("account")[0].uint256()), caller: caller)
    case "completeWithdrawAccount":
      return .owner(.completeAccount(try values("account")[0].uint256()), caller: caller)
    default: throw try step.member("op").refusal(.outOfRange, expected: "the name of a step of signed actions")
    }
  }
}

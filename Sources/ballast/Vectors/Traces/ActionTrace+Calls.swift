import Clearing
import Encoding
import Ethereum
import FixedPoint

extension ActionTrace {
  /// Makes a matched call, and compares what was signed and the result.
  mutating func match(_ step: JSONValue) throws(JSONError) -> [JSONDifference] {
    try step.refuseUnknownMembers([
      "op", "time", "caller", "actions", "signatures", "signatureKinds", "note", "result",
    ])
    let caller = try parties.address(step.member("caller"))
    var differences: [JSONDifference] = []
    var (actions, signatures): ([SignedAction], [[UInt8]]) = ([], [])
    for (index, value) in try step.member("actions").elements().enumerated() {
      let action = try action(value)
      actions.append(action)
      let found = try check(action, value)
      differences += found.map { $0.within("actions[\(index)]") }
    }
    for value in try step.member("signatures").elements() { signatures.append(try value.hexBytes()) }
    differences += try checkSigned(step, actions, signatures)
    let call = MatchedCall(
      actions: actions, signatures: signatures, data: [], caller: caller,
      domainSeparator: state.gateway.domainSeparator)
    let result = TraceResult.of { () throws(ClearingRefusal) in
      _ = try state.apply(.actions(call))
      return .done
    }
    return differences + (try Trace.difference(result: result, in: step))
  }

  private func action(_ value: JSONValue) throws(JSONError) -> SignedAction {
    try value.refuseUnknownMembers([
      "subaccountId", "nonce", "module", "data", "expiry", "owner", "signer", "labels", "structHash", "digest",
    ])
    return SignedAction(
      account: try value.member("subaccountId").uint256(), nonce: try value.member("nonce").uint256(),
      module: try value.member("module").address(), data: try value.member("data").hexBytes(),
      expiry: try value.member("expiry").uint256(), owner: try value.member("owner").address(),
      signer: try value.member("signer").address())
  }

  /// Hashes, the spelling of addresses, and the labels that stand for them.
  private func check(_ action: SignedAction, _ value: JSONValue) throws(JSONError) -> [JSONDifference] {
    var differences: [JSONDifference] = []
    let labels = try value.member("labels")
    try labels.refuseUnknownMembers(["module", "owner", "signer"])
    for (name, address) in [("module", action.module), ("owner", action.owner), ("signer", action.signer)] {
      differences += try Trace.difference(name, in: value, text: address.description)
      let named = try parties.address(labels.member(name))
      if named != address {
        differences.append(
          JSONDifference(path: "labels.\(name)", expected: named.description, found: address.description))
      }
    }
    differences += try Trace.difference("structHash", in: value, text: action.structHash.description)
    let digest = action.digest(domainSeparator: state.gateway.domainSeparator)
    return differences + (try Trace.difference("digest", in: value, text: digest.description))
  }

  /// Signatures must be made as it is said. A note names what was changed after.
  private func checkSigned(
    _ step: JSONValue, _ actions: [SignedAction], _ signatures: [[UInt8]]
  ) throws(JSONError) -> [JSONDifference] {
    var differences: [JSONDifference] = []
    if try step.optionalMember("note") != nil { return [] }
    for (index, kind) in try step.member("signatureKinds").elements().enumerated()
    where index < actions.count && index < signatures.count {
      let signature = TraceSignature(
        kind: kind, signature: signatures[index], signer: actions[index].signer,
        digest: actions[index].digest(domainSeparator: state.gateway.domainSeparator))
      if let difference = try signature.check(parties) {
        differences.append(difference.within("signatureKinds[\(index)]"))
      }
    }
    return differences
  }
}

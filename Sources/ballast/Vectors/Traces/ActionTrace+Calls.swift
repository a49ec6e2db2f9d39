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
      differences += found.map { difference in
        JSONDifference(
          path: "actions[\(index)].\(difference.path)", expected: difference.expected, found: difference.found)
      }
    }
    for value in try step.member("signatures").elements() { signatures.append(try value.hexBytes()) }
    differences += try checkSigned(step, actions, signatures)
    let now = now
    let result = TraceResult.of { () throws(ActionRefusal) in
      var module = actions.first.flatMap { modules[$0.module] }
      try matching.verifyAndMatch(actions, signatures: signatures, caller: caller, now: now) {
        (actions, tokens) throws(ActionRefusal) -> [ModuleAccount] in
        try module?.useNonces(of: actions)
        try module?.giveBack(actions, tokens: &tokens)
        return []
      }
      if let module { modules[module.address] = module }
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
    let digest = action.digest(domainSeparator: matching.domainSeparator)
    return differences + (try Trace.difference("digest", in: value, text: digest.description))
  }

  /// Where a signature was of another digest and nothing was changed after, it must be by the signer.
  private func checkSigned(
    _ step: JSONValue, _ actions: [SignedAction], _ signatures: [[UInt8]]
  ) throws(JSONError) -> [JSONDifference] {
    var differences: [JSONDifference] = []
    for (index, kind) in try step.member("signatureKinds").elements().enumerated() {
      try kind.refuseUnknownMembers(["kind", "signedDigest"])
      guard index < actions.count, index < signatures.count, try step.optionalMember("note") == nil,
        let digest = try kind.optionalMember("signedDigest")
      else { continue }
      let word = try digest.word()
      if (try? Signature(signatures[index]).signer(of: word)) != actions[index].signer {
        differences.append(
          JSONDifference(
            path: "signatureKinds[\(index)].signedDigest",
            expected: "a digest signed by \(actions[index].signer)", found: word.description))
      }
    }
    return differences
  }
}

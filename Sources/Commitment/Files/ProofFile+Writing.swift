import Encoding

extension ProofFile {
  /// The one spelling of the file (PF-1).
  ///
  /// A proof whose two paths have different lengths is cut to the shorter, for a file has both side by side; it is
  /// refused in any case.
  public var bytes: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("ballastProof", number: 1)
      json.key("body")
      body.write(to: &json)
      json.key("chainId")
      json.decimal(chainId)
      json.key("checkpoint")
      checkpoint.write(to: &json)
      json.member("contract", contract)
      json.key("kind")
      json.string(kind.rawValue)
      json.list("policyChanges", policyChanges) { $1.write(to: &$0) }
    }
    return json.bytes + [10]
  }
}

extension ProofFile.Body {
  fileprivate func write(to json: inout JSONWriter) {
    switch self {
    case .checkpoint: json.object { _ in }
    case .inclusion(let proof): proof.write(to: &json)
    case .accounts(let proof): proof.write(to: &json)
    case .emptiness(let proof): proof.write(to: &json)
    case .assets(let proof): proof.write(to: &json)
    case .solvency(let proof): proof.write(to: &json)
    case .margin(let proof): proof.write(to: &json)
    case .consistency(let from, let proof):
      json.object { json in
        json.list("consistency", proof.consistency) { $0.hexadecimal($1.bytes) }
        json.key("from")
        from.write(to: &json)
        json.list("inclusion", proof.inclusion) { $0.hexadecimal($1.bytes) }
      }
    case .equivocation(let second, let entry):
      json.object { json in
        json.key("entry")
        if let entry {
          json.object { json in
            json.member("digest", entry.digest)
            json.list("path", entry.path) { $0.hexadecimal($1.bytes) }
          }
        } else {
          json.null()
        }
        json.key("second")
        second.write(to: &json)
      }
    }
  }
}

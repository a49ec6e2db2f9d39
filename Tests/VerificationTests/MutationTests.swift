import Commitment
import Encoding
import Ethereum
import Testing
import VenueSupport
import Verification

/// Valid files of every kind with one byte, or one value, altered: none is accepted (CM-16, CP-19, SV-14).
struct MutationTests {
  /// The least number of mutants over all kinds.
  private static let least = 10_000

  /// A venue of which every alteration of a file is another statement that is not true: with an odd number of accounts
  /// an emptiness proof fits no other index; all signatures are needed, so none may be left out.
  private static func venue() throws -> SignedVenue {
    var sample = try SampleVenue()
    var account = sample.accounts[9]
    (account.id, account.owner, account.record) = ("a10", SampleVenue.address(0x100A), AccountRecord(manager: SampleVenue.btc))
    sample.accounts.append(account)
    return try SignedVenue(CommittedVenue(sample))
  }

  private static func files(_ venue: SignedVenue) throws -> [ProofFile] {
    let files = try venue.files().filter { file in
      // Under an older checkpoint the change of the policy is not needed yet; an empty index far beyond the last account
      // has neighbours with the same proof.
      if case .emptiness(let proof) = file.body { return proof.index == venue.book.trees.count }
      return file.checkpoint.checkpoint.number >= SignedVenue.changeNumber || file.kind == .equivocation
    }
    // Cosignatures count for nothing in evidence (CP-17), so there are none to be altered.
    return files.map { file in
      guard case .equivocation(var second, let entry) = file.body else { return file }
      var bare = file
      bare.checkpoint.cosignatures = []
      second.cosignatures = []
      bare.body = .equivocation(second: second, entry)
      return bare
    }
  }

  @Test func noneIsAccepted() async throws {
    let venue = try Self.venue()
    let verifier = Verifier(venue.venue)
    let files = try Self.files(venue)
    #expect(Set(files.map(\.kind)) == Set(ProofFile.Kind.allCases))
    let counts = try await withThrowingTaskGroup(of: (ProofFile.Kind, Int, [String]).self) { group in
      for file in files {
        group.addTask {
          let bytes = file.bytes
          let mutants = try flips(of: bytes) + alterations(of: bytes)
          var accepted: [String] = []
          var count = 0
          for mutant in mutants {
            let altered = mutant.applied(to: bytes)
            if altered == bytes { continue }
            count += 1
            // Other tests share the threads, and some have limits of time.
            if count % 64 == 0 { await Task.yield() }
            if verifier.verify([GivenFile(name: "mutant", bytes: altered)]).verdict == .passed {
              accepted.append("\(file.kind) with \(mutant)")
            }
          }
          return (file.kind, count, accepted)
        }
      }
      var counts: [ProofFile.Kind: Int] = [:]
      for try await (kind, count, accepted) in group {
        counts[kind, default: 0] += count
        #expect(accepted.isEmpty, "accepted: \(accepted.prefix(5))")
      }
      return counts
    }
    let total = counts.values.reduce(0, +)
    let each = ProofFile.Kind.allCases.map { "\($0.rawValue) \(counts[$0] ?? 0)" }.joined(separator: ", ")
    print("\(total) mutants of proof files, none accepted: \(each)")
    #expect(total >= Self.least)
  }
}

/// Bytes of a text replaced by others.
private struct Mutant: CustomStringConvertible {
  var range: Range<Int>
  var text: [UInt8]

  func applied(to bytes: [UInt8]) -> [UInt8] {
    var copy = bytes
    copy.replaceSubrange(range, with: text)
    return copy
  }

  var description: String { "bytes \(range) as \(String(decoding: text.prefix(80), as: UTF8.self))" }
}

/// Each byte with its lowest bit turned: digits become other digits.
private func flips(of bytes: [UInt8]) -> [Mutant] {
  bytes.indices.map { Mutant(range: $0..<$0 + 1, text: [bytes[$0] ^ 1]) }
}

/// Each value, and each list and object, altered in a way that a maker of false proofs would.
private func alterations(of bytes: [UInt8]) throws -> [Mutant] {
  var open = [try JSONDocument(bytes).root]
  var mutants: [Mutant] = []
  while let value = open.popLast() {
    let range = value.offset..<value.offset + value.rawBytes.count
    mutants += try others(value).map { Mutant(range: range, text: Array($0.utf8)) }
    if value.kind == .array { open += try value.elements() }
    if value.kind == .object { open += try value.objectMembers().map(\.value) }
  }
  return mutants
}

/// What may stand in a value's place.
private func others(_ value: JSONValue) throws -> [String] {
  func raw(_ value: JSONValue) -> String { String(decoding: value.rawBytes, as: UTF8.self) }
  switch value.kind {
  case .array:
    let elements = try value.elements().map(raw)
    var lists = [elements + ["null"]]
    if let first = elements.first, let last = elements.last {
      lists += [Array(elements.dropLast()), Array(elements.dropFirst()), elements + [last], [first] + elements]
      lists.append(elements.reversed())
    }
    return lists.map { "[" + $0.joined(separator: ",") + "]" }
  case .object:
    let members = try value.objectMembers().map { "\"\($0.name)\":" + raw($0.value) }
    let lacking = members.indices.map { place in members.enumerated().filter { $0.offset != place }.map(\.element) }
    return (lacking + [members + ["\"z\":null"]]).map { "{" + $0.joined(separator: ",") + "}" } + ["null"]
  case .number:
    return try [-1, 1].map { "\(try value.smallInteger(0...Int(UInt32.max)) + $0)" }
  case .string:
    let text = try value.string()
    if text.hasPrefix("0x") {
      let digits = text.dropFirst(2)
      let changed = [String(digits.dropLast(2)), digits + "00", String(repeating: "0", count: digits.count)]
      return changed.map { "\"0x\($0)\"" } + ["\"\(text.dropLast())\(text.last == "f" ? "e" : "f")\"", "\"\""]
    }
    if let number = Int(text) { return ["\"\(number &+ 1)\"", "\"\(number &- 1)\"", "\"0\"", "\"\(text)0\""] }
    return ["\"\(text)x\"", "\"\"", "\"1\""]
  case .null: return ["{}", "[]"]
  case .bool: return []
  }
}

import TestSupport
import Testing

/// Known answers: what an EVM computed, and what Python's integers compute.
@Suite struct VectorTests {
  static let evmFiles: [(name: String, count: Int)] = [
    ("exp", 256), ("ln", 252), ("sqrt", 251), ("std-normal-cdf", 254), ("dec-pow", 240),
    ("multiply-decimal-signed", 251), ("divide-decimal-signed", 248),
  ]

  @Test(arguments: evmFiles) func evm(name: String, count: Int) throws {
    let file = try VectorFile("vectors/evm/\(name).json")
    #expect(file.cases.count == count)
    try check(file, name)
  }

  @Test func arithmeticFilesAreAllListed() throws {
    let manifest = try VectorManifest("vectors/arithmetic/manifest.json")
    let files = try Repository.files(in: "vectors/arithmetic", suffix: ".json").map { String($0.dropFirst(19)) }
    #expect(Set(files) == Set(manifest.files.keys).union(["manifest.json"]))
    #expect(manifest.files.count == 61)
    #expect(manifest.total == 73_056)
    #expect(manifest.files.values.reduce(0) { $0 + $1.cases } == manifest.total)
    // Every function is held by a file, and no file names a function that nothing tests.
    let named = Set(manifest.files.values.map { VectorFile.key(ofSignature: $0.function) })
    #expect(named == Set(VectorFunctions.table.keys))
  }

  @Test func arithmetic() throws {
    let manifest = try VectorManifest("vectors/arithmetic/manifest.json")
    for (name, entry) in manifest.files.sorted(by: { $0.key < $1.key }) {
      let file = try VectorFile("vectors/arithmetic/\(name)")
      #expect(file.function == entry.function)
      #expect(file.cases.count == entry.cases && entry.cases >= 100, "\(name)")
      #expect(file.cases.count(where: { $0.revert != nil }) == entry.reverts, "\(name)")
      try check(file, name)
    }
  }

  /// A vector with neither result nor refusal, or with both, must not pass.
  @Test func incompleteVectorsFail() throws {
    for (out, revert) in [(nil, nil), (["3"], "Panic(0x11)"), (["4"], nil), (nil, "Panic(0x11)")]
      as [([String]?, String?)]
    {
      var file = try VectorFile("vectors/arithmetic/add-unsigned.json")
      file.cases = [VectorFile.Case(in: ["1", "2"], out: out, revert: revert)]
      withKnownIssue { try check(file, "planted") }
    }
  }

  /// Runs every case; the first few that differ are reported with their inputs.
  private func check(_ file: VectorFile, _ name: String) throws {
    let function = try #require(VectorFunctions.table[file.key], "no function \(file.key)")
    var failures = 0
    for (index, vector) in file.cases.enumerated() {
      var found: String
      do {
        found = try function(vector.in).joined(separator: ",")
      } catch {
        found = VectorFunctions.name(of: error).map { "revert " + $0 } ?? "error \(error)"
      }
      let expected: String
      switch (vector.out, vector.revert) {
      case (let out?, nil): expected = out.joined(separator: ",")
      case (nil, let revert?): expected = "revert " + revert
      default: expected = "a vector with exactly one of out and revert"
      }
      if found == expected { continue }
      failures += 1
      if failures <= 5 {
        Issue.record("\(name) case \(index) in \(vector.in): expected \(expected), found \(found)")
      }
    }
    if failures > 5 { Issue.record("\(name): \(failures) cases differ") }
  }
}

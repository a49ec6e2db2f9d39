import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

@Suite struct ProofTests {
  /// Depth 3: every count, every index, every set of indices.
  @Test func everyProofOfDepthThree() throws {
    let book = Book(8)
    for count in 0...8 {
      let trees = try AccountTrees(depth: 3, leaves: Array(book.leaves[..<count]))
      let roots = trees.roots
      try roots.verify(trees.rootOpening)
      for index in 0..<UInt64(8) {
        if index < count {
          let opening = book.openings[Int(index)]
          let proof = try trees.inclusion(of: index, opening)
          #expect(try roots.verify(proof) == AccountRecord(opening.record))
          #expect(refusal { _ = try trees.emptiness(of: index) } == "Commitment_IndexBelowCount")
        } else {
          try roots.verify(trees.emptiness(of: index))
          #expect(
            refusal { _ = try trees.inclusion(of: index, book.openings[0]) } == "Commitment_IndexBeyondCount")
        }
      }
      for set in 1..<(1 << count) {
        let accounts = (0..<count).filter { set >> $0 & 1 == 1 }.map {
          MultiProof.Account(index: UInt64($0), opening: book.openings[$0])
        }
        #expect(try roots.verify(trees.inclusion(of: accounts)).count == accounts.count)
      }
    }
  }

  @Test func randomMultiProofs() {
    forAll(100) { generator in
      (seed: generator.next(), count: Int.random(in: 1...300, using: &generator), depth: [9, 16, 24, 32].randomElement(using: &generator) ?? 24)
    } holds: { input in
      var generator = SeededGenerator(seed: input.seed)
      let book = Book(input.count, seed: input.seed)
      let trees = try AccountTrees(depth: input.depth, leaves: book.leaves)
      let rarity = Int.random(in: 1...20, using: &generator)
      var chosen = (0..<input.count).filter { _ in Int.random(in: 0..<rarity, using: &generator) == 0 }
      if chosen.isEmpty { chosen = [input.count - 1] }
      let proof = try trees.inclusion(
        of: chosen.map { MultiProof.Account(index: UInt64($0), opening: book.openings[$0]) })
      return try trees.roots.verify(proof).count == chosen.count
    }
  }

  @Test func openingsAreHeldToTheLeaves() throws {
    let book = Book(4)
    let trees = try AccountTrees(depth: 3, leaves: book.leaves)
    #expect(refusal { _ = try trees.inclusion(of: 1, book.openings[2]) } == "Commitment_OpeningMismatch")
    #expect(refusal { _ = try trees.inclusion(of: []) } == "Commitment_NoIndices")
    #expect(refusal { _ = try trees.emptiness(of: 8) } == "Commitment_IndexOutOfRange")
  }

  /// Every bit of every hash, number and record of proofs of every kind: none is accepted when it is changed.
  @Test func everyFlippedBitIsRefused() throws {
    let book = Book(11, seed: 7)
    let trees = try AccountTrees(depth: 5, leaves: book.leaves)
    let roots = trees.roots
    let inclusion = try trees.inclusion(of: 9, book.openings[9])
    let emptiness = try trees.emptiness(of: 11)
    let multi = try trees.inclusion(
      of: [1, 2, 8].map { MultiProof.Account(index: UInt64($0), opening: book.openings[$0]) })
    var mutants = 0
    func refused(_ mutant: () throws -> Void) {
      mutants += 1
      #expect(refusal(mutant)?.contains("_") == true)
    }
    for mutant in inclusion.mutants { refused { try roots.verify(mutant) } }
    for mutant in emptiness.mutants { refused { try roots.verify(mutant) } }
    for mutant in multi.mutants { refused { try roots.verify(mutant) } }
    for node in trees.rootOpening.left.mutants {
      refused { try roots.verify(RootOpening(left: node, right: trees.rootOpening.right)) }
    }
    for node in trees.rootOpening.right.mutants {
      refused { try roots.verify(RootOpening(left: trees.rootOpening.left, right: node)) }
    }
    for other in roots.mutants { refused { try other.verify(inclusion) } }
    #expect(mutants > 10_000)
  }
}

import Commitment
import Encoding
import Ethereum
import Ledger

/// The file of a witness or of evidence (LA-2).
extension BlockEvidence {
  static let mark = Array("BALLASTWITNESS1\n".utf8)

  /// The file's bytes.
  public func encoded() -> [UInt8] {
    var bytes = Self.mark
    func append(_ field: [UInt8]) {
      bytes += (0..<4).reversed().map { UInt8(truncatingIfNeeded: field.count >> ($0 * 8)) } + field
    }
    append(witness.genesis.bytes)
    append(witness.before?.bytes ?? [])
    append(witness.block.bytes)
    append(witness.proof.encoded())
    var json = JSONWriter()
    word?.write(to: &json)
    append(json.bytes)
    return bytes
  }

  /// Reads a file; what it shows is for `verify` to say, or of a witness for `check`.
  /// - Throws: the first field that is not as LA-2 says.
  public init(_ bytes: [UInt8]) throws(WitnessRefusal) {
    var reader = FieldReader(rest: bytes[...])
    guard bytes.count <= LogAuditLimits.fileBytes else { throw .tooLarge(limit: LogAuditLimits.fileBytes) }
    guard bytes.starts(with: Self.mark) else { throw .notAFile }
    reader.rest = reader.rest.dropFirst(Self.mark.count)
    let genesisBytes = try reader.field(atMost: LedgerLimits.genesisBytes)
    let (header, block) = (try reader.field(), try reader.field())
    let (proof, word) = (try reader.field(), try reader.field(atMost: LogAuditLimits.wordBytes))
    if !reader.rest.isEmpty { throw .trailingBytes(reader.rest.count) }
    do throws(LedgerRefusal) {
      let genesis = try Genesis(bytes: genesisBytes)
      // One spelling.
      if genesis.bytes != genesisBytes { throw .notCanonical("the canonical spelling of a genesis") }
      witness = BlockWitness(
        genesis: genesis, before: header.isEmpty ? nil : try BlockHeader(bytes: header), block: try Block(bytes: block),
        proof: try Self.proof(proof))
    } catch {
      throw .ledger(error)
    }
    do throws(JSONError) {
      self.word = word.isEmpty ? nil : try OperatorWord(JSONDocument(word).root)
    } catch {
      throw .json(error)
    }
  }

  private static func proof(_ bytes: [UInt8]) throws(LedgerRefusal) -> MapProof {
    do throws(MapRefusal) { return try MapProof(bytes) } catch { throw .map(error) }
  }
}

/// Fields, each after its length, from the front.
private struct FieldReader {
  var rest: ArraySlice<UInt8>

  mutating func field(atMost limit: Int = LogAuditLimits.fileBytes) throws(WitnessRefusal) -> [UInt8] {
    guard rest.count >= 4 else { throw .truncated }
    let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    if length > limit { throw .tooLarge(limit: limit) }
    guard rest.count - 4 >= length else { throw .truncated }
    defer { rest = rest.dropFirst(4 + length) }
    return [UInt8](rest.dropFirst(4).prefix(length))
  }
}

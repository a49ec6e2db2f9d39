import Commitment
import Console
import Encoding
import Ethereum

/// Lines of a statement file (SV-16).
extension SignedStatement {
  static var form: Int { 1 }

  init(line json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "ballastStatement", "engine", "asset", "custodian", "units", "time", "source", "signature",
    ])
    _ = try json.member("ballastStatement").smallInteger(Self.form...Self.form)
    let engine = try json.member("engine")
    guard let bytes = Bytes32(try engine.string()) else {
      throw engine.refusal(.wrongForm, expected: "an engine id: 0x and 64 hexadecimal digits")
    }
    let source = try json.member("source")
    guard (1...VenueLimits.sourceBytes).contains(try source.string().utf8.count) else {
      throw source.refusal(.outOfRange, expected: "a source of 1 to \(VenueLimits.sourceBytes) bytes")
    }
    let signature = try json.member("signature")
    guard let signed = Hex.decode(try signature.string()), signed.count == Signature.byteCount else {
      throw signature.refusal(.wrongForm, expected: "65 bytes: 0x and 130 hexadecimal digits")
    }
    self.init(
      statement: CustodyStatement(
        engine: bytes, asset: try Self.address(json.member("asset")),
        custodian: try Self.address(json.member("custodian")), units: try json.member("units").uint128(),
        time: try json.member("time").uint64(), source: try source.string()),
      signature: signed)
  }

  private static func address(_ json: JSONValue) throws(JSONError) -> Address {
    guard let bytes = Hex.decode(try json.string()), let address = Address(bytes) else {
      throw json.refusal(.wrongForm, expected: "an address: 0x and forty hexadecimal digits")
    }
    return address
  }

  /// The canonical line with its end.
  var line: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("asset")
    json.string(Hex.encode(statement.asset.bytes))
    json.key("ballastStatement")
    json.number(Self.form)
    json.key("custodian")
    json.string(Hex.encode(statement.custodian.bytes))
    json.key("engine")
    json.string("\(statement.engine)")
    json.key("signature")
    json.string(Hex.encode(signature))
    json.key("source")
    json.string(statement.source)
    json.key("time")
    json.decimal(statement.time)
    json.key("units")
    json.decimal(statement.units)
    json.endObject()
    return json.bytes + [10]
  }
}

/// The statements of files, as a checkpoint takes them.
enum StatementFiles {
  /// In rising order of asset and custodian.
  /// - Throws: `badInput` for a line that is not of its form.
  static func read(_ paths: [String]) throws -> [SignedStatement] {
    var statements: [SignedStatement] = []
    for path in paths {
      let bytes = try FileInput.bytes(of: path, atMost: VenueSource.bytes)
      var lines = JSONLines(bytes)
      do throws(JSONError) {
        while let line = try lines.next() {
          statements.append(try SignedStatement(line: JSONDocument(line.bytes).root))
        }
      } catch {
        throw CommandFailure(.badInput, "\(path), line \(lines.number): \(error.name): \(error.message)")
      }
    }
    return statements.sorted {
      ($0.statement.asset, $0.statement.custodian) < ($1.statement.asset, $1.statement.custodian)
    }
  }
}

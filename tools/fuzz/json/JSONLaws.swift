import Encoding
import FuzzDriver

/// Reads any bytes: nothing traps, and the canonical form of what is read is a fixed point of reading.
func check(_ input: [UInt8]) -> String? {
  var limits = JSONLimits.standard
  limits.maximumDepth = 12
  limits.maximumValues = 200
  limits.maximumStringBytes = 64
  let document: JSONDocument
  do {
    document = try JSONDocument(input, limits: limits)
  } catch {
    // A refusal says what it is, where, and stays below its bound.
    if error.offset < 0 || error.offset > input.count { return "the offset of \(error) is outside the text" }
    if error.found.utf8.count > 80 { return "\(error) quotes more than 80 characters" }
    if error.kind == .incomplete { return nil }
    // What is refused stays refused when more follows.
    if (try? JSONDocument(input + [93], limits: limits)) != nil { return "a continuation mends what was \(error)" }
    return nil
  }
  visit(document.root)
  let canonical: [UInt8]
  do {
    canonical = try document.root.canonicalBytes()
  } catch {
    return error.kind == .wrongForm ? nil : "no canonical form by \(error)"
  }
  // The planted defect: a text that starts with an array of a digit other than 0 loses its end.
  let isWrong = FuzzDriver.isPlanted && canonical.count > 1 && canonical.first == 91 && (49...57).contains(canonical[1])
  var unbounded = limits
  unbounded.maximumStringBytes = 1 << 20
  guard let again = try? JSONDocument(isWrong ? canonical.dropLast() : canonical[...], limits: unbounded),
    let second = try? again.root.canonicalBytes()
  else { return "the canonical form is not read back" }
  return second == canonical ? nil : "the canonical form of the canonical form differs"
}

/// Asks everything of every value; only traps are defects here.
func visit(_ value: JSONValue) {
  _ = try? value.int256()
  _ = try? value.uint256()
  _ = try? value.uint128()
  _ = try? value.uint64()
  _ = try? value.bool()
  _ = value.path
  _ = value.rawBytes.count
  _ = try? value.string()
  if let elements = try? value.elements() {
    for element in elements { visit(element) }
  }
  if let members = try? value.objectMembers() {
    for (name, member) in members {
      _ = try? value.member(name)
      visit(member)
    }
  }
}

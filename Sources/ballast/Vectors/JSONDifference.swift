import Encoding

/// A place where what was expected is not what was computed.
struct JSONDifference {
  var path: String
  var expected: String
  var found: String

  /// Every difference between two values, in the order of the first; a member or element that one of them
  /// lacks is a difference.
  static func between(
    _ expected: JSONValue, _ found: JSONValue, path: String = ""
  ) throws(JSONError) -> [JSONDifference] {
    if expected.kind != found.kind { return [leaf(expected, found, path)] }
    switch expected.kind {
    case .object:
      var differences: [JSONDifference] = []
      for (name, value) in try expected.objectMembers() {
        let place = path.isEmpty ? name : path + "." + name
        if let other = try found.optionalMember(name) {
          differences += try between(value, other, path: place)
        } else {
          differences.append(JSONDifference(missing: value, path: place))
        }
      }
      for (name, value) in try found.objectMembers() where try expected.optionalMember(name) == nil {
        let place = path.isEmpty ? name : path + "." + name
        differences.append(JSONDifference(path: place, expected: "nothing", found: text(value)))
      }
      return differences
    case .array:
      let left = Array(try expected.elements())
      let right = Array(try found.elements())
      var differences: [JSONDifference] = []
      for index in 0..<max(left.count, right.count) {
        let place = "\(path)[\(index)]"
        if index >= left.count {
          differences.append(JSONDifference(path: place, expected: "nothing", found: text(right[index])))
        } else if index >= right.count {
          differences.append(JSONDifference(missing: left[index], path: place))
        } else {
          differences += try between(left[index], right[index], path: place)
        }
      }
      return differences
    case .string:
      // Two spellings of one text are the same.
      return try expected.string() == found.string() ? [] : [leaf(expected, found, path)]
    default:
      return expected.rawBytes == found.rawBytes ? [] : [leaf(expected, found, path)]
    }
  }

  /// A value that is expected where there is none.
  init(missing value: JSONValue, path: String) {
    self.init(path: path, expected: Self.text(value), found: "nothing")
  }

  init(path: String, expected: String, found: String) {
    self.path = path
    self.expected = expected
    self.found = found
  }

  private static func leaf(_ expected: JSONValue, _ found: JSONValue, _ path: String) -> JSONDifference {
    JSONDifference(path: path, expected: text(expected), found: text(found))
  }

  /// A value's text, cut to a line.
  private static func text(_ value: JSONValue) -> String {
    let text = String(decoding: value.rawBytes.prefix(160), as: UTF8.self)
    return value.rawBytes.count > 160 ? text + "..." : text
  }
}

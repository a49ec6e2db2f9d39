import Encoding

extension JSONWriter {
  /// Writes a member that is a refusal: its number where it has one, its name, and what it says.
  mutating func refusal(_ member: String = "refusal", code: Int? = nil, name: String, message: String) {
    key(member)
    beginObject()
    if let code {
      key("code")
      number(code)
    }
    key("name")
    string(name)
    key("message")
    string(message)
    endObject()
  }
}

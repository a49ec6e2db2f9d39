/// Text from outside for a message: printable ASCII in quotation marks, at most 80 characters of it.
func quoted(_ text: String) -> String {
  let limit = 80
  let shown = text.utf8.prefix(limit).map { $0 >= 32 && $0 < 127 ? $0 : 63 }
  return "\"" + String(decoding: shown, as: UTF8.self) + (text.utf8.count > limit ? "…\"" : "\"")
}

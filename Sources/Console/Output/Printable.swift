extension String {
  /// The text for a terminal: what an input names itself must not move the cursor or change colours, so each
  /// control character is a question mark.
  public var printable: String {
    let isPlain = unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    if isPlain { return self }
    return String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }
}

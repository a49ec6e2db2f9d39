extension String {
  /// The text for a terminal: what an input names itself must not move the cursor or change colours, so each
  /// control character is a question mark.
  public var printable: String {
    if !unicodeScalars.contains(where: Self.moves) { return self }
    return String(
      String.UnicodeScalarView(
        unicodeScalars.map { Self.moves($0) ? "?" : $0 }))
  }

  /// Controls, line ends, and what turns the direction of writing or joins without being seen.
  private static func moves(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}

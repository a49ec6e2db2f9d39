import Glibc

/// The border to libFuzzer: its bytes come in as an array, a broken law goes out as a crash that it keeps.
public enum FuzzDriver {
  /// Whether the harness has to break one of its laws, to show that it would be found.
  public static let isPlanted = getenv("BALLAST_FUZZ_PLANTED") != nil

  nonisolated(unsafe) fileprivate static var check: ([UInt8]) -> String? = { _ in nil }

  /// Gives inputs to `check` until libFuzzer's options say stop; what it returns is the law that broke.
  public static func run(_ check: @escaping ([UInt8]) -> String?) -> Never {
    Self.check = check
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(runDriver(&count, &arguments, oneInput))
  }
}

private let oneInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt = { data, size in
  let bytes = [UInt8](UnsafeBufferPointer(start: data, count: size))
  if let law = FuzzDriver.check(bytes) {
    let message = "BROKEN LAW: \(law)\n"
    _ = message.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    abort()
  }
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ oneInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

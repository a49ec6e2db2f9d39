// swift-tools-version: 6.2
import PackageDescription

// CI sets BALLAST_WARNINGS_AS_ERRORS=1; a newer compiler's new warning must not stop a user's build.
let strict: [SwiftSetting] =
  Context.environment["BALLAST_WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : []
let settings: [SwiftSetting] = strict + [.enableUpcomingFeature("ExistentialAny")]

// BALLAST_FUZZ=1 builds the libraries instrumented for libFuzzer, and the harnesses of tools/fuzz, which sets it.
let isFuzzing = Context.environment["BALLAST_FUZZ"] == "1"
let fuzzed: [SwiftSetting] = settings + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

let package = Package(
  name: "Ballast",
  products: [
    .library(name: "FixedPoint", targets: ["FixedPoint"]),
    .library(name: "Encoding", targets: ["Encoding"]),
    .library(name: "Ethereum", targets: ["Ethereum"]),
    .library(name: "Pricing", targets: ["Pricing"]),
    .library(name: "Margin", targets: ["Margin"]),
    .library(name: "Clearing", targets: ["Clearing"]),
    .library(name: "Commitment", targets: ["Commitment"]),
    .library(name: "Ledger", targets: ["Ledger"]),
    .library(name: "Verification", targets: ["Verification"]),
    .library(name: "Audit", targets: ["Audit"]),
    .library(name: "Storage", targets: ["Storage"]),
    .library(name: "Keeping", targets: ["Keeping"]),
  ],
  targets: [
    .target(name: "FixedPoint", swiftSettings: fuzzed),
    .target(name: "Encoding", dependencies: ["FixedPoint"], swiftSettings: fuzzed),
    .target(name: "CKeccak", exclude: ["permutation.inc"]),
    .systemLibrary(name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
    .target(
      name: "Ethereum", dependencies: ["Encoding", "FixedPoint", "CKeccak", "CSecp256k1"], swiftSettings: settings),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // Nothing but the executable imports it: a verifier must not need libcrypto.
    .target(
      name: "Keys", dependencies: ["Ethereum", "Encoding", "COpenSSL"], swiftSettings: settings),
    .target(name: "Pricing", dependencies: ["FixedPoint"], swiftSettings: settings),
    .target(
      name: "Margin", dependencies: ["FixedPoint", "Encoding", "Pricing"],
      resources: [.embedInCode("ParameterSets")], swiftSettings: settings),
    .target(
      name: "Clearing", dependencies: ["Margin", "Pricing", "FixedPoint", "Encoding", "Ethereum"],
      swiftSettings: settings),
    .target(
      name: "Commitment", dependencies: ["FixedPoint", "Encoding", "Ethereum"], swiftSettings: settings),
    .target(
      name: "Ledger",
      dependencies: ["Clearing", "Commitment", "Margin", "Pricing", "Ethereum", "Encoding", "FixedPoint"],
      swiftSettings: settings),
    // What keepers do with accounts below maintenance margin.
    .target(
      name: "Keeping", dependencies: ["Clearing", "Margin", "FixedPoint", "Ethereum"], swiftSettings: settings),
    .target(
      name: "Verification", dependencies: ["Commitment", "Margin", "Encoding", "Ethereum", "FixedPoint"],
      swiftSettings: settings),
    .target(
      name: "Audit",
      dependencies: [
        "Verification", "Ledger", "Clearing", "Commitment", "Margin", "Encoding", "Ethereum", "FixedPoint",
      ],
      swiftSettings: settings),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    // Blocks and snapshots as bytes on the disk.
    .target(name: "Storage", dependencies: ["Ethereum", "CSQLite"], swiftSettings: settings),
    // What command lines need; it knows nothing of margins, so that a program that only verifies can use it.
    .target(name: "Console", dependencies: ["FixedPoint", "Encoding"], swiftSettings: settings),
    .executableTarget(
      name: "ballast",
      dependencies: [
        "FixedPoint", "Encoding", "Ethereum", "Pricing", "Margin", "Clearing", "Ledger", "Storage", "Commitment",
        "Verification", "Audit", "Console", "Keys", "Keeping",
      ],
      swiftSettings: settings),

    // For users of venues: no keys, no libcrypto, no network (tools/check/linked).
    .executableTarget(
      name: "ballast-verify",
      dependencies: ["Verification", "Commitment", "Margin", "Console", "Encoding", "Ethereum", "FixedPoint"],
      swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .target(name: "Schoolbook", dependencies: ["FixedPoint"], path: "Tests/Schoolbook", swiftSettings: settings),
    .testTarget(
      name: "FixedPointTests", dependencies: ["FixedPoint", "Schoolbook", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "EncodingTests", dependencies: ["Encoding", "FixedPoint", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "EthereumTests", dependencies: ["Ethereum", "FixedPoint", "Encoding", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "MarginTests",
      dependencies: ["Margin", "Encoding", "Ethereum", "FixedPoint", "Pricing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ClearingTests",
      dependencies: ["Clearing", "ballast", "Encoding", "Ethereum", "FixedPoint", "Margin", "Pricing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "KeepingTests",
      dependencies: ["Keeping", "Clearing", "Ethereum", "FixedPoint", "Margin", "Pricing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "CommitmentTests",
      dependencies: ["Commitment", "Encoding", "Ethereum", "FixedPoint", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "LedgerTests",
      dependencies: [
        "Ledger", "Audit", "Verification", "ballast", "Console", "Storage", "Clearing", "Commitment", "Margin", "Pricing",
        "Encoding", "Ethereum", "FixedPoint", "TestSupport",
      ],
      swiftSettings: settings),
    .target(
      name: "VenueSupport",
      dependencies: ["Verification", "Commitment", "Margin", "Encoding", "Ethereum", "FixedPoint", "TestSupport"],
      path: "Tests/VenueSupport", swiftSettings: settings),
    .testTarget(
      name: "VerificationTests",
      dependencies: [
        "Verification", "Commitment", "Margin", "Encoding", "Ethereum", "FixedPoint", "TestSupport", "VenueSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "KeysTests", dependencies: ["Keys", "Encoding", "Ethereum", "FixedPoint", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ConsoleTests", dependencies: ["Console", "Encoding", "FixedPoint", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AuditTests",
      dependencies: [
        "Audit", "Verification", "Commitment", "Margin", "Encoding", "Ethereum", "FixedPoint", "TestSupport",
        "VenueSupport",
      ],
      swiftSettings: settings),
    .target(
      name: "StorageSupport", dependencies: ["Storage", "Ethereum"], path: "Tests/StorageSupport",
      swiftSettings: settings),
    // A disk in memory that forgets what was not synchronised, and a process to be killed while it writes.
    .target(name: "FaultyDisk", dependencies: ["CSQLite"], path: "Tests/FaultyDisk/Unsafe"),
    .executableTarget(
      name: "storage-writer", dependencies: ["Storage", "StorageSupport"], path: "Tests/StorageWriter",
      swiftSettings: settings),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Storage", "Encoding", "Ethereum", "FaultyDisk", "StorageSupport", "TestSupport", "storage-writer"],
      swiftSettings: settings),
    .testTarget(
      name: "BallastTests",
      dependencies: [
        "ballast", "Audit", "Verification", "Commitment", "Console", "Margin", "Encoding", "Ethereum", "FixedPoint",
        "Pricing", "TestSupport", "VenueSupport",
      ],
      swiftSettings: settings),
  ]
)

if isFuzzing {
  let runtime = Context.environment["BALLAST_FUZZ_RUNTIME"] ?? ""
  let library: [LinkerSetting] = [
    .unsafeFlags(["-L\(runtime)"]), .linkedLibrary("clang_rt.fuzzer_no_main-x86_64"), .linkedLibrary("stdc++"),
  ]
  package.targets += [
    .target(name: "FuzzDriver", path: "tools/fuzz/Unsafe", swiftSettings: settings),
    .executableTarget(
      name: "fuzz-arithmetic", dependencies: ["FixedPoint", "Schoolbook", "FuzzDriver"], path: "tools/fuzz/arithmetic",
      swiftSettings: fuzzed, linkerSettings: library),
    .executableTarget(
      name: "fuzz-json", dependencies: ["Encoding", "FuzzDriver"], path: "tools/fuzz/json",
      exclude: ["seeds", "words.dict"], swiftSettings: fuzzed, linkerSettings: library),
  ]
}

"""Plants every defect that the lint knows and sees that it is found, alone and by its own rule."""

import tempfile
from pathlib import Path

CORE_FILE = "Sources/Margin/Model.swift"

# What is planted in a core target: the rule that has to find it, and the line.
PLANTED = [
    ("float", "let price: Double = x"),
    ("float", "func f(_ x: Float) {}"),
    ("float", "let a = [Float16](), b = 0"),
    ("float", "let c = Float80(a)"),
    ("float", "let d: CGFloat? = nil"),
    ("float", "let e = Decimal(1)"),
    ("float", "let f = 1.5"),
    ("float", "let g = 1e5"),
    ("float", "let h = 1_000.000_1"),
    ("float", "let i = 0x1p3"),
    ("float", 'let j = "\\(x + 2.5)"'),
    ("foundation", "import Foundation"),
    ("foundation", "@preconcurrency import Foundation"),
    ("foundation", "import func Glibc.pow"),
    ("console", "import Console"),
    ("console", "import enum Console.System"),
    ("storage", "import Storage"),
    ("storage", "import CSQLite"),
    ("keys", "import Keys"),
    ("keys", "import struct Keys.KeyFile"),
    ("clock", "let time = System.secondsSinceEpoch"),
    ("clock", "let now = Date()"),
    ("clock", "let clock = ContinuousClock()"),
    ("random", "let r = arc4random_uniform(6)"),
    ("random", "let s = Int.random(in: 0..<6)"),
    ("random", "var t = SystemRandomNumberGenerator()"),
    ("trap", "let u = try! f()"),
    ("trap", "let v = x as! Int"),
    ("trap", "fatalError()"),
    ("trap", 'precondition(x > 0, "text")'),
    ("trap", "preconditionFailure()"),
    ("trap", 'let w = "\\(try! f())"'),
    ("trap", "unowned(unsafe) let owner: Owner"),
    ("force-unwrap", "let y = list.first!"),
    ("force-unwrap", "let z = f()!.member"),
    ("force-unwrap", "let aa = list[0]!"),
    ("force-unwrap", "var bb: Int!"),
    ("force-unwrap", "if x! == y { }"),
    ("force-unwrap", 'let cc = #"\\#(list.last!)"#'),
    ("unsafe", "let dd: UnsafePointer<UInt8>? = nil"),
    ("unsafe", "bytes.withUnsafeBytes { $0.count }"),
    ("unsafe", "import CKeccak"),
    ("word", "// TO" + "DO later"),
    ("word", "/* FIX" + "ME */"),
    ("word", 'let ee = "X' + 'XX"'),
    ("path", "// see /wo" + "rk/shared"),
    ("path", 'let ff = "/tm' + 'p/wt/x"'),
    ("path", 'let gg = "/ho' + 'me/me/x"'),
    ("host", "// from pypi" + ".org"),
    ("host", "// from registry.npm" + "js.org"),
    ("host", "// from crates" + ".io"),
]

# Code that must pass: the same words where they are no code, and spellings that only look alike.
CLEAN = r'''
import FixedPoint
// A Double of 1.5 would be wrong here, and so would try! f() or list.first! or fatalError().
/* import Foundation /* Date() nested */ Float, Decimal, .random( */
/// ``UnsafePointer`` and withUnsafeBytes are words here; precondition(x) too.
let text = "a Double of 1.5, try! and as! and x! and fatalError() \" Float \(count + 1) 2.5"
let raw = #"import Foundation "quoted" \(1.5) Date()"#
let long = """
  fatalError() and 1.5 "Double" \(name) try! f()
  """
let rawLong = ##"""
  "# Float \#(1.5) as! """# list.first!
  """##
let pattern = #/\d+\.\d+ Double/#
let isDecimal = multiplyDecimal(a, b) != c && !ok
let range = 0..<5, closed = 1...5, hex = 0x1e5, member = tuple.0.1, large = 1_000
let word = value.decimal, kind = Kind.float, day = row.date
if !a, !(b), a != b, a! = b {}
assert(count > 0)
let negated = try !(f().isEmpty), cast = value as? Int, forced = !value
func doubled(_ value: Int) -> Int { value &* 2 }
'''.replace("a! = b", "a !== b")


def _tree(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


BASE = {
    CORE_FILE: CLEAN,
    "Sources/CKeccak/include/keccak.h": "void f(void);\n",
    "Sources/Ethereum/Unsafe/Keccak.swift": "import CKeccak\nlet p: UnsafePointer<UInt8>? = nil\n",
    "Sources/Node/Shown.swift": "import Foundation\nlet shown: Double = 1.5\nlet now = Date()\n",
    "Tests/MarginTests/Some.swift": "let x = list.first!\nlet y = 1.5\n",
    "Package.swift": "// swift-tools-version: 6.2\n",
}


def self_test(lint):
    """Returns 0 where every planted defect is found and the clean tree passes."""
    failures = []

    def run(what, files, rule, place=None):
        with tempfile.TemporaryDirectory() as folder:
            _tree(Path(folder), BASE | files)
            findings = lint(Path(folder))
        if rule is None:
            if findings:
                failures.append(f"{what}: must pass, but: {findings}")
            return
        rules = {finding.split(": ")[1] for finding in findings}
        if rules != {rule}:
            failures.append(f"{what}: must be found by {rule} alone, found by {sorted(rules) or 'nothing'}")
        elif place and not findings[0].startswith(place):
            failures.append(f"{what}: must be found at {place}, found at {findings[0]}")

    run("clean code", {}, None)
    number = CLEAN.count("\n") + 1
    for rule, line in PLANTED:
        run(f"`{line}`", {CORE_FILE: CLEAN + line + "\n"}, rule, f"{CORE_FILE}:{number}:")
    for target in ("FixedPoint", "Encoding", "Ethereum", "Pricing", "Clearing", "Commitment", "Verification",
                   "Ledger", "Audit"):
        run(f"Double in {target}", {f"Sources/{target}/Deep/Er.swift": "let x: Double\n"}, "float")
    run("unsafe in Node", {"Sources/Node/Socket.swift": "import CKeccak\n"}, "unsafe")
    run("unsafe in a folder of its own", {"Sources/Node/Unsafe/Socket.swift": "import CKeccak\n"}, None)
    run("a long file", {"Sources/Margin/Long.swift": "let x = 1\n" * 451}, "length")
    run("a file as long as allowed", {"Sources/Margin/Long.swift": "let x = 1\n" * 450}, None)
    run("a stray entry", {"notes.txt": "text\n"}, "top-level")
    run("a stray folder", {"scratch/a.swift": "\n"}, "top-level")
    run("a path in a vector", {"vectors/a.json": '{"file": "/ho' + 'me/x"}\n'}, "path")
    run("a word in a script", {"tools/a.py": "# TO" + "DO\n"}, "word")
    if failures:
        print("\n".join(failures))
        return 1
    print(f"lint: {len(PLANTED)} planted defects and {len(BASE)} clean files, all as they should be")
    return 0

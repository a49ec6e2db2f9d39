import Encoding
import FixedPoint
import Testing

@Suite struct JSONWriterTests {
  private func sample(_ layout: JSONWriter.Layout) -> JSONWriter {
    var writer = JSONWriter(layout)
    writer.beginObject()
    writer.key("cash")
    writer.decimal(Int256.min)
    writer.key("list")
    writer.beginArray()
    writer.decimal(UInt256.max)
    writer.decimal(UInt128.max)
    writer.decimal(UInt64.max)
    writer.decimal(-7)
    writer.number(Int.min)
    writer.bool(true)
    writer.bool(false)
    writer.null()
    writer.endArray()
    writer.key("none")
    writer.beginArray()
    writer.endArray()
    writer.key("\"\\\n\u{1f}\u{7f}/é")
    writer.beginObject()
    writer.endObject()
    writer.endObject()
    return writer
  }

  @Test func compact() {
    let writer = sample(.compact)
    #expect(writer.isComplete)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"cash":"-57896044618658097711785492504343953926634992332820282019728792003956564819968","list":["#
        + #""115792089237316195423570985008687907853269984665640564039457584007913129639935","#
        + #""340282366920938463463374607431768211455","18446744073709551615","-7",-9223372036854775808,true,false,null],"#
        + #""none":[],"\"\\\u000a\u001f"# + "\u{7f}/é\":{}}")
  }

  @Test func indented() {
    var writer = JSONWriter(.indented)
    writer.beginObject()
    writer.key("a")
    writer.beginArray()
    writer.number(1)
    writer.beginObject()
    writer.endObject()
    writer.endArray()
    writer.key("b")
    writer.string("c")
    writer.endObject()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        {
          "a": [
            1,
            {}
          ],
          "b": "c"
        }
        """)
  }

  @Test func misuseIsRemembered() {
    let misuses: [(String, (inout JSONWriter) -> Void)] = [
      ("an end without a beginning", { $0.endObject() }),
      ("an end without a beginning", { $0.endArray() }),
      (
        "the wrong end",
        {
          $0.beginArray()
          $0.endObject()
        }
      ),
      (
        "the wrong end",
        {
          $0.beginObject()
          $0.endArray()
        }
      ),
      ("a name at the root", { $0.key("a") }),
      (
        "a name in an array",
        {
          $0.beginArray()
          $0.key("a")
        }
      ),
      (
        "a value without a name",
        {
          $0.beginObject()
          $0.null()
        }
      ),
      (
        "an array without a name",
        {
          $0.beginObject()
          $0.beginArray()
        }
      ),
      (
        "two names",
        {
          $0.beginObject()
          $0.key("a")
          $0.key("b")
        }
      ),
      (
        "a name without a value",
        {
          $0.beginObject()
          $0.key("a")
          $0.endObject()
        }
      ),
      (
        "two values",
        {
          $0.null()
          $0.null()
        }
      ),
      (
        "two values",
        {
          $0.beginArray()
          $0.endArray()
          $0.beginObject()
        }
      ),
    ]
    for (name, misuse) in misuses {
      var writer = JSONWriter()
      misuse(&writer)
      #expect(!writer.isWellFormed && !writer.isComplete, "\(name)")
      let written = writer.bytes
      writer.null()
      writer.endArray()
      writer.endObject()
      writer.key("z")
      #expect(writer.bytes == written, "\(name): nothing follows")
      writer.removeAll()
      writer.null()
      #expect(writer.isComplete && writer.bytes == Array("null".utf8))
    }
    var unfinished = JSONWriter()
    #expect(!unfinished.isComplete)
    unfinished.beginArray()
    #expect(unfinished.isWellFormed && !unfinished.isComplete)
  }
}

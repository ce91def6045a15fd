import DispatchWire
import Testing

struct JSONValueTests {
    private let value: JSONValue = [
        "b": [1, 2.5, .null, true], "a": ["text": "沙河 \"王庄\"\n\u{1}\\/", "none": [:]], "empty": [],
    ]

    @Test func compactTextSortsMembersAndEscapesNoMoreThanNeeded() {
        #expect(
            value.description
                == #"{"a":{"none":{},"text":"沙河 \"王庄\"\n\u0001\\/"},"b":[1,2.5,null,true],"empty":[]}"#
        )
    }

    @Test func indentedTextHasOneMemberToALine() {
        #expect(
            value.indented == #"""
                {
                  "a": {
                    "none": {},
                    "text": "沙河 \"王庄\"\n\u0001\\/"
                  },
                  "b": [
                    1,
                    2.5,
                    null,
                    true
                  ],
                  "empty": []
                }
                """#
        )
    }

    @Test func textAndCodersGiveTheSameValueBack() throws {
        #expect(try JSONValue(parsing: value.description) == value)
        #expect(try JSONValue(parsing: value.indented) == value)
        #expect(try WireJSON.read(JSONValue.self, from: Array(value.description.utf8)) == value)
        #expect(try WireJSON.text(of: value) == value.description)
    }

    @Test(
        arguments: [
            (JSONValue.integer(2), Int64?(2)), (2.0, 2), (2.5, nil), ("2", nil), (true, nil), (.null, nil), (1e30, nil),
        ] as [(JSONValue, Int64?)]
    )
    func wholeNumbersAreToldFromOthers(value: JSONValue, whole: Int64?) {
        #expect(value.wholeNumber == whole)
    }
}

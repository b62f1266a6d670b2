import ProbeModel
import Testing

@testable import Diagnosis

/// The controls that come with the program.
@Suite struct BuiltInControlsTests {
    @Test("no row is lost for a name that cannot be read")
    func complete() {
        #expect(BuiltInControls.documented.count == BuiltInControls.rows.count)
        #expect(BuiltInControls.all.map(\.host.ascii) == BuiltInControls.rows.map(\.host))
    }

    @Test(
        "each has a source that its operator publishes, and a date",
        arguments: BuiltInControls.documented
    )
    func source(_ row: BuiltInControl) {
        #expect(row.source.hasPrefix("https://"))
        #expect(DataDate.isDate(row.checked))
    }

    @Test("each can be compared at another port than 25", arguments: BuiltInControls.all)
    func ports(_ control: Control) {
        #expect(!control.referencePorts.isEmpty)
        #expect(!control.referencePorts.contains(Endpoint.smtpPort))
        #expect(Set(control.referencePorts).count == control.referencePorts.count)
    }

    @Test("no two are of one operator, and there are few")
    func operators() {
        let operators = BuiltInControls.all.map(\.controlOperator)
        #expect(Set(operators).count == operators.count)
        #expect((5...8).contains(operators.count))
    }

    @Test(
        "an operator is the last two labels of the name unless told otherwise",
        arguments: [
            ("smtp.a.example.net", nil, "example.net"),
            ("example.net", nil, "example.net"),
            ("relay", nil, "relay"),
            ("smtp.example.net", "Example Ltd", "Example Ltd"),
        ] as [(String, String?, String)]
    )
    func operatorName(_ host: String, _ declared: String?, _ expected: String) throws {
        let host = try #require(DomainName(host))
        let control = Control(host: host, referencePorts: [587], controlOperator: declared)
        #expect(control.controlOperator == expected)
    }
}

/// Dates in the data.
enum DataDate {
    /// Whether a text is `YYYY-MM-DD` with a month and a day that exist.
    static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return false }
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == 3 && (2020...2100).contains(numbers[0])
            && (1...12).contains(numbers[1]) && (1...31).contains(numbers[2])
    }
}

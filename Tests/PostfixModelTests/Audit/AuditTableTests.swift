import PostfixModel
import ProbeModel
import Testing

@Suite("audit of tables")
struct AuditTableTests {
    static let old = AuditFile.present(AuditFileFacts(modifiedAt: 999, owner: 0, directoryOwner: 0))
    static let now = AuditFile.present(
        AuditFileFacts(modifiedAt: 1000, owner: 0, directoryOwner: 0)
    )

    struct Row: Sendable {
        var type = "hash"
        var source: AuditFile? = now
        var index: AuditFile? = now
        var findings: [AuditFindingID] = []
        var severity: Severity?
    }

    @Test(
        "files",
        arguments: [
            Row(),
            // An index made in the same moment is no older.
            Row(source: old),
            Row(index: old, findings: [.indexStale], severity: .warning),
            Row(index: .missing, findings: [.tableMissing], severity: .critical),
            Row(index: .unreadable("no"), findings: [.tableUnreadable], severity: .unknown),
            Row(source: .missing, findings: [.tableMissing], severity: .warning),
            Row(source: .missing, index: .missing, findings: [.tableMissing], severity: .critical),
            Row(source: nil, index: nil),
            Row(type: "texthash", index: nil),
            Row(type: "texthash", source: .missing, findings: [.tableMissing], severity: .critical),
            Row(
                type: "texthash",
                source: .unreadable("no"),
                findings: [.tableUnreadable],
                severity: .unknown
            ),
            Row(type: "", findings: [.tableType], severity: .critical),
            Row(type: "what", findings: [.tableType], severity: .warning),
            Row(
                source: .present(AuditFileFacts(modifiedAt: 9, owner: 0, directoryOwner: 1000)),
                findings: [.directoryOwner],
                severity: .warning
            ),
            Row(source: .present(AuditFileFacts(modifiedAt: 9, owner: 1000, directoryOwner: 1000))),
            Row(source: .present(AuditFileFacts(modifiedAt: 9, owner: 1000, directoryOwner: 0))),
            Row(source: .present(AuditFileFacts(modifiedAt: 9, owner: 0))),
        ]
    )
    func files(_ row: Row) throws {
        let fixture = AuditFixture(type: row.type, source: row.source, index: row.index)
        let findings = try fixture.findings()
        #expect(findings.map(\.id) == row.findings)
        #expect(findings.first?.severity == row.severity)
    }

    @Test("an interrupted change")
    func interrupted() throws {
        var fixture = AuditFixture()
        #expect(try fixture.findings().isEmpty)
        fixture.isInterrupted = true
        let findings = try fixture.findings()
        #expect(findings.map(\.id) == [.changeInterrupted])
        #expect(findings.first?.severity == .warning)
        #expect(findings.first?.cure.contains("mxprobe transport apply") == true)
    }

    @Test(
        "lines",
        arguments: [
            ("hash", "lonely\n", [.entryIgnored]), ("hash", "a\"b smtp:x\n", [.entryIgnored]),
            ("hash", "# a comment\n\n", []), ("hash", "d.test: smtp:\n", [.entryColon]),
            ("hash", "domain1.test smtp:x\n", [.entryDuplicate]),
            ("texthash", "domain1.test smtp:x\n", [.texthashRefused, .entryDuplicate]),
            ("texthash", "lonely\n", [.entryIgnored]),
        ] as [(String, String, [AuditFindingID])]
    )
    func lines(type: String, line: String, ids: [AuditFindingID]) throws {
        var fixture = AuditFixture(type: type)
        fixture.table += line
        let findings = try fixture.findings()
        #expect(findings.map(\.id) == ids)
        guard let last = findings.last else { return }
        #expect(last.place == FilePlace(file: "/etc/postfix/transport", line: 2))
    }
}

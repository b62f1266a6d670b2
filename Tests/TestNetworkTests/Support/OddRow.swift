import Testing

/// What must come of an odd server: both families alike, on port 25 unless said otherwise.
struct OddRow: Sendable, CustomTestStringConvertible {
    let name: String
    let outcome: String
    /// What the outcome may be as well, where it hangs on how packets meet.
    var otherOutcome: String?
    var phase: String
    var verdict: String
    var status: Int
    var reply: String?
    /// The greeting as it is shown.
    var greeting: String?
    /// `starttls.result`, and how its message begins.
    var startTLS: String?
    var startTLSMessage = ""
    /// `tls.error`; empty when the certificate is verified.
    var certificate: String?
    var acceptance = "not-tested"
    var usesHELO = false
    /// `PORT OUTCOME ACCEPTANCE` of the alternates that answer.
    var alternates: [String] = []
    var findings: [String] = []
    var patience = NetworkCase.Patience.short
    var options: [String] = []

    var domain: String { "odd-\(name).test" }
    var run: NetworkCase {
        NetworkCase(names: [domain], options: options, patience: patience)
    }
    var testDescription: String { ([name] + options).joined(separator: " ") }

    /// A server that is ready, with encryption.
    static func ready(_ name: String, _ change: (inout OddRow) -> Void = { _ in }) -> OddRow {
        var row = OddRow(
            name: name,
            outcome: "ready",
            phase: "quit",
            verdict: "healthy",
            status: 0,
            greeting: "220 odd-\(name).odd.test ESMTP ready",
            startTLS: "established"
        )
        change(&row)
        return row
    }

    /// A server that is ready, but not right.
    static func degraded(
        _ name: String,
        _ findings: [String],
        _ change: (inout OddRow) -> Void = { _ in }
    ) -> OddRow {
        ready(name) { row in
            row.verdict = "degraded"
            row.status = 1
            row.findings = findings
            change(&row)
        }
    }

    /// A server that does not come to a session.
    static func failing(
        _ name: String,
        _ outcome: String,
        _ phase: String,
        _ change: (inout OddRow) -> Void = { _ in }
    ) -> OddRow {
        var row = OddRow(
            name: name,
            outcome: outcome,
            phase: phase,
            verdict: "unreachable",
            status: 2,
            findings: ["smtp.endpoint-fails"]
        )
        change(&row)
        return row
    }

    /// A server that turns us away with a reply.
    static func refusing(
        _ name: String,
        _ verdict: String,
        _ reply: String,
        reputation: Bool = false
    ) -> OddRow {
        failing(name, verdict == "rejected" ? "rejected" : "deferred", "greeting") { row in
            row.verdict = verdict
            row.status = verdict == "rejected" ? 2 : 3
            row.reply = reply
            row.greeting = reply
            if reputation { row.findings.append("smtp.reputation") }
        }
    }
}

import Foundation
import ProcessTestSupport

/// A session that one of the network's servers has logged.
struct LoggedSession: Decodable, Sendable {
    let server: String
    let address: String
    let port: Int
    let commands: [String]
    let tls: String?
    let ended: String

    /// The commands' first words.
    var verbs: [String] {
        commands.map { $0.prefix { $0 != " " }.uppercased() }
    }

    /// The sessions of all servers so far.
    ///
    /// A server writes its line when it has seen the end of the session, which may be after the client has gone.
    static func all(on network: TestNetwork) throws -> [LoggedSession] {
        let file = "\(network.folder)/logs/sessions-world.jsonl"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return try text.split(separator: "\n").map {
            try JSONDecoder().decode(LoggedSession.self, from: Data($0.utf8))
        }
    }

    /// The sessions of one run, known by the name that it greets with.
    static func of(_ item: NetworkCase, on network: TestNetwork) throws -> [LoggedSession] {
        try all(on: network).filter { $0.commands.contains("EHLO \(item.greetingName)") }
    }
}

/// The restrictions that smtpd(8) goes through before it takes a recipient.
struct RestrictionList {
    private static let parameters = [
        "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions",
        "smtpd_relay_restrictions", "smtpd_recipient_restrictions", "smtpd_data_restrictions",
    ]

    private let words: [(parameter: String, word: String)]

    /// Reads all lists.
    init(_ parameters: MainParameters) {
        words = Self.parameters.flatMap { parameter in
            parameters.list(parameter).map { (parameter, $0.lowercased()) }
        }
    }

    /// The first list that has a restriction.
    func parameter(with word: String) -> String? { words.first { $0.word == word }?.parameter }
}

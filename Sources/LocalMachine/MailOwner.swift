/// The user that Postfix runs as (`mail_owner`, postconf(5)).
enum MailOwner {
    /// The name unless main.cf says otherwise.
    static let standard = "postfix"

    /// The name in a main.cf; the last setting counts, and one that refers to another setting is not followed.
    static func read(in text: String) -> String {
        var owner = standard
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // A line that begins with white space continues the one before (postconf(5)).
            guard parts.count == 2, line.first != " ", line.first != "\t",
                trimmed(parts[0]) == "mail_owner"
            else { continue }
            let name = trimmed(parts[1])
            if !name.isEmpty, !name.contains("$") { owner = name }
        }
        return owner
    }

    private static func trimmed(_ text: Substring) -> String {
        text.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }
}

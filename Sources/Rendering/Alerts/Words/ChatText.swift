import ProbeModel

/// Text as each service must be given it, so that it stays text: no mark-up, no mention, no link.
enum ChatText {
    /// For Slack's mrkdwn: the three characters that begin its links, mentions and entities.
    ///
    /// What emphasises is left alone; links that Slack finds by itself are switched off where the text is used.
    static func slack(_ text: String) -> String {
        escape(text) { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: nil
            }
        }
    }

    /// For Discord's Markdown: a backslash before every ASCII sign, so that none means anything.
    ///
    /// The colon and the at sign are among them: `https\://` is no link and `\@everyone` no mention.
    static func discord(_ text: String) -> String {
        escape(text) { scalar in
            switch scalar {
            case "!"..."/", ":"..."@", "["..."`", "{"..."~": "\\" + String(scalar)
            default: nil
            }
        }
    }

    /// For plain text in which programs look for links: `https[:]//`, as security reports write it.
    static func withoutLinks(_ text: String) -> String {
        text.split(separator: "://", omittingEmptySubsequences: false).joined(separator: "[:]//")
    }

    /// For the value of a header: printable ASCII.
    static func header(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { (0x20...0x7e).contains($0.value) ? $0 : "?" }
            )
        )
    }

    private static func escape(
        _ text: String,
        _ replacement: (Unicode.Scalar) -> String?
    ) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            if let replaced = replacement(scalar) {
                output += replaced
            } else {
                output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}

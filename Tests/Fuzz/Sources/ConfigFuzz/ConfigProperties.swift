@testable import Settings

/// What must hold for configuration files whatever comes in.
enum ConfigProperties {
    /// The first property that a file breaks, or `nil`.
    static func violation(of input: [UInt8]) -> String? {
        switch Settings.decode(input) {
        case .success(let settings): return listingViolation(settings)
        case .failure(let errors): return errorViolation(errors)
        }
    }

    private static func errorViolation(_ errors: SettingsErrors) -> String? {
        guard !errors.all.isEmpty else { return "a file is refused without a reason" }
        for error in errors.all {
            guard error.line > 0, error.column > 0 else { return "a mistake has no place" }
            guard isPrintable(error.description) else { return "a mistake is not safe to print" }
        }
        let places = errors.all.map { ($0.line, $0.column) }
        guard zip(places, places.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            return "mistakes are not in the order of the file"
        }
        return nil
    }

    /// What is shown of settings is a file again, and shows the same once more.
    ///
    /// A file that holds secrets is not whole without them, or, where it can do without, no longer
    /// has a secret whose place could be shown.
    private static func listingViolation(_ settings: Settings) -> String? {
        let shown = SettingsListing(settings).text
        guard shown.split(separator: "\n").allSatisfy({ isPrintable(String($0)) }) else {
            return "a listing is not safe to print"
        }
        guard case .success(let again) = Settings.decode(Array(shown.utf8)) else {
            return holdsSecret(settings)
                ? nil : "what is shown of settings is no configuration file"
        }
        return SettingsListing(again).text == withoutHiddenSecrets(shown)
            ? nil : "a listing does not mean what it shows"
    }

    /// A listing without the comments that stand for secrets.
    private static func withoutHiddenSecrets(_ listing: String) -> String {
        // Nothing else in a listing is a comment, and a text in quotes begins no line.
        listing.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("#") }
            .map { $0 + "\n" }.joined()
    }

    /// Whether a secret stands in the file itself.
    private static func holdsSecret(_ settings: Settings) -> Bool {
        let places = settings.webhooks.flatMap { [$0.url, $0.secret, $0.proxy] }
        return (places + [settings.heartbeat?.url]).compactMap(\.self).contains {
            // As such a place describes itself.
            "\($0)" == "(hidden)"
        }
    }

    private static func isPrintable(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.value >= 32 && !(127...159).contains($0.value)
                    && $0.properties.generalCategory != .format
            }
    }
}

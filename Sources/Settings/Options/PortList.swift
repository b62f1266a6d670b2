/// Reads lists of ports such as `25,2525,587`.
package enum PortList {
    /// The most ports in one list.
    ///
    /// Each is tried on every address of every MX host; more would be a port scan.
    package static let maximumCount = 16

    /// How many mistakes one message lists.
    private static let maximumMistakes = 3

    /// Reads the value of an option: at least one port, each once.
    package static func read(
        _ text: some StringProtocol,
        option: String = "--ports"
    ) -> Result<[UInt16], OptionError> {
        guard !text.isEmpty else { return .failure(OptionError("\(option) names no port")) }
        var ports: [UInt16] = []
        var mistakes: [String] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            if item.isEmpty {
                mistakes.append("a port is missing between commas in \(option)")
            } else if !isNumber(item) {
                mistakes.append("\(OptionError.quote(item)) in \(option) is not a port number")
            } else if let port = port(item) {
                if ports.contains(port) {
                    mistakes.append("port \(port) is given twice in \(option)")
                }
                ports.append(port)
            } else {
                mistakes.append(
                    "port \(OptionError.cut(item)) in \(option) is not between 1 and 65535"
                )
            }
            if ports.count > maximumCount {
                mistakes = ["\(option) names more than \(maximumCount) ports"]
            }
            if mistakes.count >= maximumMistakes || ports.count > maximumCount { break }
        }
        guard mistakes.isEmpty else {
            return .failure(OptionError(mistakes.joined(separator: "; ")))
        }
        return .success(ports)
    }

    /// A port from its digits, or `nil` when they are not a number from 1 to 65535.
    static func port(_ text: some StringProtocol) -> UInt16? {
        guard isNumber(text), let port = UInt16(text), port > 0 else { return nil }
        return port
    }

    private static func isNumber(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}

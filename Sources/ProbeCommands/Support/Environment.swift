import Glibc

/// The environment of the process, read once where it is needed and handed on as values.
enum Environment {
    /// All variables; of equal names the first counts, as in getenv(3).
    static var all: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                let key = String(text[..<equals])
                if variables[key] == nil {
                    variables[key] = String(text[text.index(after: equals)...])
                }
            }
            next += 1
        }
        return variables
    }
}

import TransportMap

/// What `postmap -q -` prints: a line of key, tab and value for each key that was found, in the order of the keys.
enum TableAnswerText {
    /// The answers to keys, in their order; a failure when there is a line that fits none of them.
    static func read(
        _ output: [UInt8],
        for keys: ArraySlice<[UInt8]>
    ) -> Result<[TableAnswer], PostfixError> {
        var answers: [TableAnswer] = []
        var lines = output.split(separator: UInt8(ascii: "\n"))[...]
        if let only = keys.first, keys.count == 1 {
            // The value of a single key may have several lines, as those from a database can.
            return single(only, output)
        }
        for key in keys {
            if TableQuery.isAskable(key), let line = lines.first,
                let value = value(of: key, in: line)
            {
                answers.append(.found(Array(value), line: nil))
                lines.removeFirst()
            } else {
                answers.append(.absent)
            }
        }
        guard lines.isEmpty else {
            return .failure(
                PostfixError(.programFailed, "postmap answered something that was not asked for")
            )
        }
        return .success(answers)
    }

    private static func single(
        _ key: [UInt8],
        _ output: [UInt8]
    ) -> Result<[TableAnswer], PostfixError> {
        guard !output.isEmpty else { return .success([.absent]) }
        let text = output.last == UInt8(ascii: "\n") ? output.dropLast() : output[...]
        guard let value = value(of: key, in: text) else {
            return .failure(
                PostfixError(.programFailed, "postmap answered something that was not asked for")
            )
        }
        return .success([.found(Array(value), line: nil)])
    }

    private static func value(of key: [UInt8], in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard line.starts(with: key) else { return nil }
        let rest = line.dropFirst(key.count)
        return rest.first == UInt8(ascii: "\t") ? rest.dropFirst() : nil
    }
}

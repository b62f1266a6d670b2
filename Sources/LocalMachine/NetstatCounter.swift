/// One number out of `/proc/net/netstat`: lines of names, each followed by a line of numbers.
enum NetstatCounter {
    /// The number of a name in the `TcpExt` group; `nil` when it is not there.
    static func read(_ name: String, in text: String) -> Int? {
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("TcpExt:") }
        guard lines.count == 2 else { return nil }
        let names = lines[0].split(separator: " ")
        let numbers = lines[1].split(separator: " ")
        guard let index = names.firstIndex(of: Substring(name)), index < numbers.count else {
            return nil
        }
        return Int(numbers[index])
    }
}

import PostfixModel

/// The value of a list of tables in main.cf, as a person wrote it.
enum TableList {
    /// The list with a table as its first item, and nowhere else; the other items stay as they are.
    static func putting(_ table: String, firstIn value: String) -> String {
        let items = ParameterText.items(value)
        if items.first == table, !items.dropFirst().contains(table) { return value }
        return ([table] + items.filter { $0 != table }).joined(separator: ", ")
    }

    /// The list without a table; unchanged where it does not have it.
    static func removing(_ table: String, from value: String) -> String {
        let items = ParameterText.items(value)
        guard items.contains(table) else { return value }
        return items.filter { $0 != table }.joined(separator: ", ")
    }
}

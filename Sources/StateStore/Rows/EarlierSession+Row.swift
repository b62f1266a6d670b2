internal import GRDB
internal import ProbeModel

extension EarlierSession {
    /// Reads the row of an address.
    init(_ address: IPAddress, row: Row) throws {
        let names = try String.fromRow(row, "certificate_names")
        self.init(
            address: address,
            greetingName: String.ifAny(row, "greeting_name").flatMap { DomainName($0) },
            certificateNames: (try? JSONText.read(names, as: [String].self)) ?? [],
            seen: try Int64.fromRow(row, "seen")
        )
    }
}

/// The parameters of main.cf in effect, with `$name` expanded, as `postconf -x` prints them.
public struct MainParameters: Hashable, Sendable {
    private let values: [String: String]

    /// Takes parameters by name.
    public init(_ values: [String: String]) { self.values = values }

    /// The value of a parameter; `nil` where this Postfix does not know it, empty where it is set to nothing.
    public subscript(name: String) -> String? { values[name] }

    /// The value of a parameter, empty where it is set to nothing or not known.
    public func text(_ name: String) -> String { values[name] ?? "" }

    /// The items of a list, a `{…}` kept together; none where it is empty or not known.
    public func list(_ name: String) -> [String] { ParameterText.items(text(name)) }

    /// The tables of a parameter such as `transport_maps`, in the order in which they are asked.
    public func tables(_ name: String) -> [TableSpecification] {
        list(name).map { TableSpecification($0) }
    }

    /// Whether a parameter is `yes`; `nil` where it is neither `yes` nor `no`, or not known.
    public func isOn(_ name: String) -> Bool? {
        switch values[name]?.lowercased() {
        case "yes": true
        case "no": false
        default: nil
        }
    }

    /// A time in seconds.
    ///
    /// - Parameters:
    ///   - name: The parameter.
    ///   - unit: The unit that postconf(5) gives it where the value has none.
    /// - Returns: The seconds; `nil` where the parameter is not known or malformed.
    public func seconds(_ name: String, unit: Character = "s") -> Int64? {
        values[name].flatMap { TimeValue.seconds($0, unit: unit) }
    }
}

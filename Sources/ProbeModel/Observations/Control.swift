/// An unrelated host that is known to listen on port 25 and on a reference port at the same address.
public struct Control: Hashable, Sendable {
    /// The host's name.
    public var host: DomainName

    /// The other ports it is known to listen on, the one to compare with first.
    public var referencePorts: [UInt16]

    /// Who runs it; controls of one operator count once.
    public var controlOperator: String

    /// Creates a control; the operator is the organisation in the name unless told otherwise.
    public init(host: DomainName, referencePorts: [UInt16], controlOperator: String? = nil) {
        self.host = host
        self.referencePorts = referencePorts
        self.controlOperator = controlOperator ?? Control.operatorName(of: host)
    }

    /// The labels of a name that stand for who runs the host where nothing better is known.
    public static func operatorName(of host: DomainName) -> String {
        host.organization.joined(separator: ".")
    }
}

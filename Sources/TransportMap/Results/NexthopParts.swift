import ProbeModel

/// A destination taken apart as `host_port` in Postfix does.
struct NexthopParts {
    var host: ArraySlice<UInt8> = []
    var isBracketed = false
    var service: ArraySlice<UInt8>?
    var problem: Nexthop.Problem?

    init(path: ArraySlice<UInt8>) { host = path }

    init(hostAndPort bytes: ArraySlice<UInt8>) {
        if bytes.first == UInt8(ascii: "[") {
            readBracketed(bytes.dropFirst())
        } else {
            readPlain(bytes)
        }
        guard problem == nil else { return }
        problem = hostProblem ?? portProblem
    }

    private mutating func readBracketed(_ bytes: ArraySlice<UInt8>) {
        isBracketed = true
        let hasIPv6Tag = bytes.prefix(5).asciiLowercased == Array("ipv6:".utf8)
        let rest = hasIPv6Tag ? bytes.dropFirst(5) : bytes
        guard let closing = rest.firstIndex(of: UInt8(ascii: "]")) else {
            host = rest
            problem = .missingBracket
            return
        }
        host = rest[..<closing]
        let tail = rest[(closing + 1)...]
        if let first = tail.first, first != .colon { problem = .garbageAfterBracket }
        if problem == nil, hasIPv6Tag, address?.family != .ipv6 { problem = .malformedIPv6 }
        service = tail.count > 1 ? tail.dropFirst() : nil
    }

    private mutating func readPlain(_ bytes: ArraySlice<UInt8>) {
        guard let colon = bytes.lastIndex(of: .colon) else {
            host = bytes
            return
        }
        host = bytes[..<colon]
        let tail = bytes[(colon + 1)...]
        service = tail.isEmpty ? nil : tail
    }

    private var address: IPAddress? { IPAddress(String(decoding: host, as: UTF8.self)) }

    private var hostProblem: Nexthop.Problem? {
        if host.isEmpty { return isBracketed ? .malformedHost : .missingHost }
        return HostName.isValid(host) || address != nil ? nil : .malformedHost
    }

    private var portProblem: Nexthop.Problem? {
        guard let service, let first = service.first, first.isDigit else { return nil }
        guard service.allSatisfy(\.isDigit) else { return .malformedPort }
        let port = UInt16(String(decoding: service, as: UTF8.self))
        return port == nil || port == 0 ? .malformedPort : nil
    }
}

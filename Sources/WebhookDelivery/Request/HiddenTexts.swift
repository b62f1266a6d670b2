/// The texts of one request that nothing which is shown may hold: servers like to repeat what they were sent.
struct HiddenTexts: Sendable {
    /// Shorter pieces are no secrets, and hiding them would leave little to read.
    private static let shortest = 4

    private static let replacement = Array("(hidden)".utf8)

    private let pieces: [[UInt8]]

    /// Gathers what a request and its options hold.
    init(_ request: WebhookRequest, _ options: DeliveryOptions) {
        var texts = options.secrets
        if let address = WebAddress(request.url) {
            texts += HiddenTexts.texts(of: address)
            texts.append(request.url)
        }
        if let proxy = options.proxy,
            let address = WebAddress(proxy, schemes: RequestRules.proxySchemes)
        {
            texts += HiddenTexts.texts(of: address)
        }
        for header in request.headers where header.name.lowercased() == "authorization" {
            texts += header.value.split(separator: " ").dropFirst().map(String.init)
            texts.append(header.value)
        }
        pieces = Set(texts.map { Array($0.utf8) }).filter { $0.count >= HiddenTexts.shortest }
    }

    /// Replaces each run of hidden bytes by a word.
    ///
    /// - Parameters:
    ///   - bytes: What came.
    ///   - isCut: Whether more would have come, so that a secret may stand at the end without its last bytes.
    /// - Returns: The bytes that may be shown.
    func hide(in bytes: [UInt8], isCut: Bool) -> [UInt8] {
        var isHidden = [Bool](repeating: false, count: bytes.count)
        for piece in pieces {
            for start in bytes.indices {
                let length = min(piece.count, bytes.count - start)
                guard length == piece.count || isCut,
                    bytes[start..<start + length].elementsEqual(piece[..<length])
                else { continue }
                for index in start..<start + length { isHidden[index] = true }
            }
        }
        var output: [UInt8] = []
        for index in bytes.indices {
            if !isHidden[index] {
                output.append(bytes[index])
            } else if index == 0 || !isHidden[index - 1] {
                output += HiddenTexts.replacement
            }
        }
        return output
    }

    /// All parts of an address but its origin, whole and in the pieces that a server may repeat them in.
    private static func texts(of address: WebAddress) -> [String] {
        var texts: [String] = [address.path]
        texts += address.path.split(separator: "/").map(String.init)
        if let query = address.query {
            let pairs = query.split(separator: "&").map(String.init)
            texts += [query] + pairs
            texts += pairs.compactMap { pair in
                pair.firstIndex(of: "=").map { String(pair[pair.index(after: $0)...]) }
            }
        }
        if let fragment = address.fragment { texts.append(fragment) }
        texts += texts.map(percentDecoded)
        if address.user != nil || address.password != nil {
            let user = address.user ?? ""
            let password = address.password ?? ""
            let pair = "\(user):\(password)"
            texts += [user, password, pair, Base64.encode(Array(pair.utf8))]
        }
        return texts
    }

    private static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2,
                let value = UInt8(digits, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

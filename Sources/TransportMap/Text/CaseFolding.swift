/// The case folding that Postfix applies to keys before it stores and before it looks them up.
///
/// ASCII letters always become lower case. With `smtputf8_enable = yes`, text beyond ASCII is
/// folded in full as Unicode's CaseFolding.txt says (status C and F), which is what ICU does for
/// Postfix. The standard library has case mappings but no folding: a letter is therefore taken
/// down, up and down again, and the few letters where that differs are named here.
package enum CaseFolding {
    /// Appends the folded form of a key to a buffer.
    static func append(_ key: ArraySlice<UInt8>, to folded: inout [UInt8], unicode: Bool) {
        guard unicode, !key.allSatisfy(\.isASCII) else {
            for byte in key { folded.append(byte.lowercased) }
            return
        }
        for scalar in String(decoding: key, as: UTF8.self).unicodeScalars {
            append(scalar, to: &folded)
        }
    }

    /// The folded form of a key.
    package static func fold(_ key: ArraySlice<UInt8>, unicode: Bool) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(key.count)
        append(key, to: &folded, unicode: unicode)
        return folded
    }

    private static func append(_ scalar: Unicode.Scalar, to folded: inout [UInt8]) {
        if scalar.isASCII {
            folded.append(UInt8(truncatingIfNeeded: scalar.value).lowercased)
        } else if foldsToItself(scalar) {
            folded.append(contentsOf: scalar.utf8)
        } else if isCherokee(scalar) {
            folded.append(contentsOf: scalar.properties.uppercaseMapping.utf8)
        } else {
            folded.append(contentsOf: lower(upper(lower(String(scalar)))).utf8)
        }
    }

    private static func lower(_ text: String) -> String {
        text.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    }

    private static func upper(_ text: String) -> String {
        text.unicodeScalars.map(\.properties.uppercaseMapping).joined()
    }

    /// Dotless i, whose capital is the dotted one's too.
    private static func foldsToItself(_ scalar: Unicode.Scalar) -> Bool { scalar.value == 0x131 }

    /// Cherokee letters, whose small forms came later: they fold to the capital ones.
    private static func isCherokee(_ scalar: Unicode.Scalar) -> Bool {
        (0x13a0...0x13ff).contains(scalar.value) || (0xab70...0xabbf).contains(scalar.value)
    }
}

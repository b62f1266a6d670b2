import CLinuxFiles
import Glibc

/// Who owns a file, who may use it, and what else is attached to it: all that a copy has to keep.
struct FileMetadata: Hashable, Sendable {
    let owner: uid_t
    let group: gid_t
    let mode: mode_t

    /// The extended attributes by name; access lists (acl(5)) and security labels are among them.
    let attributes: [String: [UInt8]]

    /// Attributes that say something of the content, which changes, or that the kernel keeps itself.
    private static let contentAttributes: Set<String> = ["security.ima", "security.evm"]

    /// The most that the kernel takes for one attribute or for all names (xattr(7)), in bytes.
    private static let attributeLimit = 1 << 16

    /// Reads what is attached to a file.
    init(of file: OpenFile) throws(MapFault) {
        let status = try file.status()
        owner = status.st_uid
        group = status.st_gid
        mode = status.st_mode & 0o7777
        attributes = try Self.attributes(of: file)
    }

    /// Attaches all of it to another file.
    func apply(to file: OpenFile) throws(MapFault) {
        try Self.setOwner(owner, group, of: file)
        try Self.setMode(mode, of: file)
        let present = try Self.attributes(of: file)
        for name in present.keys where attributes[name] == nil {
            guard remove_attribute(file.descriptor, name) == 0 || errno == ENODATA else {
                throw .failed("fremovexattr \(name)", file.path, denied: .metadata)
            }
        }
        for (name, value) in attributes where present[name] != value {
            guard set_attribute(file.descriptor, name, value, value.count) == 0 else {
                throw .failed("fsetxattr \(name)", file.path, denied: .metadata)
            }
        }
    }

    /// Changes owner and group where they differ.
    static func setOwner(
        _ owner: uid_t,
        _ group: gid_t,
        of file: OpenFile
    ) throws(MapFault) {
        let status = try file.status()
        guard status.st_uid != owner || status.st_gid != group else { return }
        guard fchown(file.descriptor, owner, group) == 0 else {
            throw .failed("fchown", file.path, denied: .metadata)
        }
    }

    /// Changes the mode.
    static func setMode(_ mode: mode_t, of file: OpenFile) throws(MapFault) {
        guard fchmod(file.descriptor, mode) == 0 else {
            throw .failed("fchmod", file.path, denied: .metadata)
        }
    }

    private static func attributes(
        of file: OpenFile
    ) throws(MapFault) -> [String: [UInt8]] {
        var names = [CChar](repeating: 0, count: attributeLimit)
        let length = list_attributes(file.descriptor, &names, names.count)
        guard length >= 0 else {
            if errno == ENOTSUP || errno == ENOSYS { return [:] }
            throw .failed("flistxattr", file.path, denied: .metadata)
        }
        var attributes: [String: [UInt8]] = [:]
        for part in names[..<length].split(separator: 0) {
            let bytes = part.map { UInt8(bitPattern: $0) }
            // The kernel's own names are ASCII; one that is not is kept by nobody.
            guard let name = String(validating: bytes, as: UTF8.self),
                !contentAttributes.contains(name)
            else { continue }
            attributes[name] = try value(of: name, file)
        }
        return attributes
    }

    /// The value of an attribute; `nil` where it went meanwhile.
    private static func value(
        of name: String,
        _ file: OpenFile
    ) throws(MapFault) -> [UInt8]? {
        var value = [UInt8](repeating: 0, count: attributeLimit)
        let length = get_attribute(file.descriptor, name, &value, value.count)
        guard length >= 0 else {
            if errno == ENODATA { return nil }
            throw .failed("fgetxattr \(name)", file.path, denied: .metadata)
        }
        return Array(value[..<length])
    }
}

import Foundation
import Settings
import Testing

@Suite struct SettingsLoadingTests {
    /// A fresh directory, removed at the end.
    private func withDirectory(_ body: (URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "mxprobe-settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory)
    }

    private func lines(_ path: String) -> [String] {
        switch LoadedSettings.load(from: SettingsLocation(option: path, environment: [:])) {
        case .success: return ["accepted"]
        case .failure(let error): return error.lines
        }
    }

    @Test("the option comes before the environment, and that before the system's file")
    func order() {
        let environment = ["MXPROBE_CONFIG": "/b"]
        #expect(SettingsLocation(option: "/a", environment: environment).path == "/a")
        #expect(SettingsLocation(option: nil, environment: environment).path == "/b")
        #expect(SettingsLocation(option: nil, environment: environment).isRequired)
        for environment in [[:], ["MXPROBE_CONFIG": ""]] {
            let location = SettingsLocation(option: nil, environment: environment)
            #expect(location.path == "/etc/mxprobe/mxprobe.yaml")
            #expect(!location.isRequired)
        }
    }

    @Test("a file is read, and named where it is wrong")
    func file() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "a.yaml").path()
            try Data("dns: {dnssec: false}".utf8).write(to: URL(filePath: path))
            let location = SettingsLocation(option: path, environment: [:])
            let loaded = try LoadedSettings.load(from: location).get()
            #expect(loaded.path == path)
            #expect(!loaded.settings.dns.dnssec)
            try Data("dns: {dnsec: false}\nx: 1".utf8).write(to: URL(filePath: path))
            #expect(lines(path).count == 2)
            #expect(
                lines(path).first
                    == "\(path): unknown key 'dns.dnsec' at line 1, column 7; did you mean 'dnssec'?"
            )
        }
    }

    @Test("a file that cannot be read is an error of one line")
    func unreadable() throws {
        try withDirectory { directory in
            let base = directory.path()
            #expect(lines("\(base)/none") == ["cannot read \(base)/none: no such file"])
            #expect(lines(base) == ["cannot read \(base): it is a directory"])
            #expect(lines("/dev/null") == ["cannot read /dev/null: it is not a regular file"])
            #expect(mkfifo("\(base)/fifo", 0o600) == 0)
            #expect(lines("\(base)/fifo") == ["cannot read \(base)/fifo: it is not a regular file"])
            #expect(symlink("loop", "\(base)/loop") == 0)
            #expect(
                lines("\(base)/loop") == [
                    "cannot read \(base)/loop: too many levels of symbolic links"
                ]
            )
            #expect(lines("\(base)/\u{1B}") == ["cannot read \(base)/\\x1b: no such file"])
        }
    }

    @Test(
        "a file without permission says so",
        .enabled(if: geteuid() != 0, "root may read everything")
    )
    func noPermission() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "a.yaml").path()
            try Data().write(to: URL(filePath: path))
            #expect(chmod(path, 0) == 0)
            #expect(lines(path) == ["cannot read \(path): permission denied"])
        }
    }

    @Test("without a file the defaults hold, unless somebody named it")
    func missing() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "none").path()
            let location = SettingsLocation(option: nil, environment: [:], systemPath: path)
            let loaded = try LoadedSettings.load(from: location).get()
            #expect(loaded.settings == Settings())
            #expect(loaded.path == nil)
        }
    }
}

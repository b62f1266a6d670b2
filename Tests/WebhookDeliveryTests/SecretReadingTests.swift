import AlertPolicy
import Glibc
import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// Secrets from the configuration, from files and from the environment.
@Suite struct SecretReadingTests {
    /// Reads a file that holds a text, with a mode.
    private func readFile(_ text: String, mode: mode_t = 0o600) throws -> Secret {
        let folder = try TemporaryFolder()
        let path = try folder.write("secret", text)
        #expect(chmod(path, mode) == 0)
        return try SecretReading.read(.file(path), environment: [:])
    }

    @Test(
        "remove one newline at the end and nothing else",
        arguments: [
            ("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"),
            (" s3cret \n", " s3cret "), ("sécret\n", "sécret"),
            (String(repeating: "a", count: 8_000) + "\r\n", String(repeating: "a", count: 8_000)),
        ]
    )
    func newline(written: String, wanted: String) throws {
        #expect(try readFile(written).text == wanted)
        #expect(try SecretReading.read(.literal(written), environment: [:]).text == wanted)
        let fromEnvironment = try SecretReading.read(
            .environment("SECRET"),
            environment: ["SECRET": written]
        )
        #expect(fromEnvironment.text == wanted)
        #expect(fromEnvironment.warning == nil)
    }

    @Test(
        "refuse what is no secret",
        arguments: [
            ("", .empty), ("\n", .empty), ("\r\n", .empty),
            ("two\nlines\n", .notText), ("s3cret\n\n", .notText), ("s3cret\r", .notText),
            ("tab\tbed", .notText), ("c1\u{85}", .notText), ("nul\u{0}", .notText),
            (String(repeating: "a", count: 8_001), .tooLong),
            (String(repeating: "a", count: 100_000), .tooLong),
        ] as [(String, SecretReadError.Fault)]
    )
    func refused(written: String, fault: SecretReadError.Fault) throws {
        let literal = SecretPlace.literal(written)
        #expect(throws: SecretReadError(place: literal, fault: fault)) {
            try SecretReading.read(literal, environment: [:])
        }
        guard !written.contains("\u{0}") else { return }
        let error = #expect(throws: SecretReadError.self) { try readFile(written) }
        #expect(error?.fault == fault)
    }

    @Test("refuse bytes that are not UTF-8")
    func notUnicode() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("secret", "")
        let file = open(path, O_WRONLY)
        #expect(write(file, [0x61, 0xff] as [UInt8], 2) == 2)
        close(file)
        #expect(throws: SecretReadError(place: .file(path), fault: .notText)) {
            try SecretReading.read(.file(path), environment: [:])
        }
    }

    @Test(
        "warn of files that others can read",
        arguments: [
            (0o600, nil), (0o400, nil), (0o700, nil), (0o611, nil),
            (0o640, "its group"), (0o604, "everybody"), (0o644, "everybody"), (0o4644, "everybody"),
        ] as [(mode_t, String?)]
    )
    func warning(mode: mode_t, readers: String?) throws {
        let warning = try readFile("s3cret\n", mode: mode).warning
        #expect(warning?.mode == (readers == nil ? nil : mode))
        guard let readers, let warning else { return }
        #expect(
            warning.description
                == "\(warning.path) holds a secret and can be read by \(readers)"
                + " (mode \(String(mode, radix: 8))); run: chmod 600 -- \(warning.path)"
        )
    }

    @Test("quote the path in the command that mends it")
    func quoting() {
        let warning = SecretWarning(path: "/etc/it's; reboot", mode: 0o644)
        #expect(warning.description.hasSuffix(#"run: chmod 600 -- '/etc/it'\''s; reboot'"#))
    }

    @Test("tell where a secret is missing, in one line")
    func missing() throws {
        let folder = try TemporaryFolder()
        for (place, text) in [
            (
                SecretPlace.file(folder.path + "/none"),
                "cannot read the secret in file \(folder.path)/none: no such file or directory"
            ),
            (
                .file(folder.path),
                "cannot read the secret in file \(folder.path): it is not a regular file"
            ),
            (
                .file("/dev/zero"),
                "cannot read the secret in file /dev/zero: it is not a regular file"
            ),
            (
                .environment("NONE"),
                "environment variable NONE, which is to hold a secret, is not set"
            ),
            (.literal(""), "the secret in the configuration is empty"),
        ] {
            let error = #expect(throws: SecretReadError.self) {
                try SecretReading.read(place, environment: ["OTHER": "x"])
            }
            #expect(error?.description == text)
        }
    }

    @Test("do not hang on a FIFO that nobody writes to")
    func fifo() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.path + "/fifo", 0o600) == 0)
        #expect(throws: SecretReadError.self) {
            try SecretReading.read(.file(folder.path + "/fifo"), environment: [:])
        }
    }

    @Test("show nothing of a secret, however it is printed")
    func hidden() throws {
        let secret = try SecretReading.read(.literal("PLANTED"), environment: [:])
        let place = SecretPlace.literal("PLANTED")
        let error = SecretReadError(place: .literal("PLANTED\n\n"), fault: .notText)
        var dumped = ""
        dump((secret, place, error, Heartbeat(url: "https://h.test/PLANTED")), to: &dumped)
        let texts = ["\(secret) \(place) \(error)", String(reflecting: [place]), dumped]
        #expect(!texts.joined().contains("PLANTED"))
    }
}

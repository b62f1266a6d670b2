import Foundation

/// Checks documents against the schema with Debian's python3-jsonschema, which knows all of draft 2020-12.
enum PythonValidator {
    private static let script = """
        import json, sys
        try:
            import jsonschema
        except ImportError:
            sys.exit("python3-jsonschema is not installed; scripts/setup installs it")
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for number, line in enumerate(open(sys.argv[2], encoding="utf-8", newline="\\n")):
            for error in validator.iter_errors(json.loads(line)):
                print(number, "/".join(map(str, error.absolute_path)), error.message[:300])
        """

    /// What is wrong with the documents, a line each; documents are compact JSON texts.
    static func problems(_ documents: [String], schema: URL = Schema.url) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "mxprobe-schema-\(UUID().uuidString).ndjson")
        try Data(documents.joined().utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments =
            ["-c", script] + [schema, file].map { $0.path(percentEncoded: false) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        do {
            try process.run()
        } catch {
            return "/usr/bin/python3 cannot be run (\(error)); scripts/setup installs it"
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        return text.isEmpty && process.terminationStatus != 0
            ? "python3 ended with status \(process.terminationStatus)" : text
    }
}

import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// The examples that act on a diagnosis and edit a map: built and run as their pages say.
@Suite struct ExampleProgramTests {
    private static let folder = BuiltProgram.packageRoot + "/examples"

    /// The compiler that this test was built with; it is not at the same place on every machine.
    private static let swiftc = (ProcessInfo.processInfo.environment["PATH"] ?? "")
        .split(separator: ":").map { String($0) + "/swiftc" }
        .first { access($0, X_OK) == 0 }

    /// A line for each domain that is not well, and failure if there is one.
    @Test func theScriptActsOnTheDiagnosis() throws {
        let runs = try CheckRuns()
        var run = ProgramRun(
            Self.folder + "/diagnose-json/run",
            try ["a.test", "b.test"] + AbsentDomains.options()
        )
        run.environment["MXPROBE"] = BuiltProgram.mxprobe
        run.environment["MXPROBE_CONFIG"] = runs.folder.path + "/mxprobe.yaml"
        let transcript = try run.transcript()
        #expect(
            transcript.output == "a.test critical misconfigured\nb.test critical misconfigured\n"
        )
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 1)
    }

    /// Compiled against the libraries that were just built, which is what its package would build once more.
    @Test(.enabled(if: swiftc != nil, "SKIPPED: there is no swiftc on the PATH"))
    func theProgramEditsAMap() throws {
        let work = NSTemporaryDirectory() + "mxprobe-example-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: work) }
        var compile = ProgramRun(
            try #require(Self.swiftc),
            [
                "-swift-version", "6", "-module-cache-path", work + "/modules", "-I",
                BuiltProgram.modules, "-o", work + "/edit",
                Self.folder + "/edit-transport-map/Sources/edit-transport-map/main.swift",
            ] + Self.libraries()
        )
        compile.environment["HOME"] = work
        compile.environment["TMPDIR"] = work
        let compiled = try compile.transcript()
        try #require(compiled.status == 0, "\(compiled.output)\(compiled.errors)")

        let table = work + "/transport"
        let old = "domain1.test  smtp:mail.domain1.test\n"
        try old.write(toFile: table, atomically: false, encoding: .utf8)
        let edit = ["texthash:" + table, "domain1.test", "smtp:mail.domain1.test:2525"]
        let shown = try ProgramRun(work + "/edit", edit).transcript()
        #expect(shown.output.hasPrefix("--- \(table)\n+++ \(table)\n@@ -1 +1,2 @@\n-\(old)"))
        #expect(try String(contentsOfFile: table, encoding: .utf8) == old)
        let applied = try ProgramRun(work + "/edit", edit + ["--apply"]).transcript()
        #expect(applied.output == shown.output)
        #expect(applied.status == 0)
        let new = try String(contentsOfFile: table, encoding: .utf8)
        #expect(new.hasSuffix("\ndomain1.test  smtp:mail.domain1.test:2525\n"))
    }

    /// The C modules' headers, and the objects of the libraries and of what they stand on.
    private static func libraries() -> [String] {
        let headers = ["CLinuxSockets", "CLinuxFiles"].flatMap {
            ["-I", "\(BuiltProgram.packageRoot)/Sources/\($0)/include"]
        }
        let targets = [
            "TransportMap", "PostfixModel", "PostfixSystem", "ProbeModel", "Sockets",
            "CLinuxSockets", "CLinuxFiles",
        ]
        return headers
            + targets.flatMap { target -> [String] in
                let folder = "\(BuiltProgram.folder)/\(target).build"
                let files = FileManager.default.subpaths(atPath: folder) ?? []
                return files.filter { $0.hasSuffix(".o") }.map { "\(folder)/\($0)" }
            }
    }
}

import Glibc
public import PostfixModel

/// Changes main.cf through Postfix's own programs, and has Postfix take notice.
public struct PostfixEdit: Sendable {
    private static let listParameter = "transport_maps"

    private let installation: PostfixInstallation
    private let isSuperuser: Bool

    /// Edits the configuration of a Postfix.
    public init(_ installation: PostfixInstallation) {
        self.init(installation, isSuperuser: geteuid() == 0)
    }

    init(_ installation: PostfixInstallation, isSuperuser: Bool) {
        self.installation = installation
        self.isSuperuser = isSuperuser
    }

    /// What became of the news for a running Postfix.
    public enum Notice: Hashable, Sendable {
        /// It has read its configuration and tables anew.
        case reloaded
        /// It does not run, and will read them when it starts.
        case notRunning
    }

    /// Plans to have a table asked before all others of `transport_maps`.
    ///
    /// - Parameter table: The table.
    /// - Returns: The change, which may be none.
    /// - Throws: Why main.cf cannot be read.
    public func putFirst(_ table: TableSpecification) async throws(PostfixError) -> MainEdit {
        let value = try await currentValue()
        return edit(value, TableList.putting(table.text, firstIn: value))
    }

    /// Plans to have a table of `transport_maps` asked no more.
    ///
    /// - Parameter table: The table.
    /// - Returns: The change, which may be none.
    /// - Throws: Why main.cf cannot be read.
    public func remove(_ table: TableSpecification) async throws(PostfixError) -> MainEdit {
        let value = try await currentValue()
        return edit(value, TableList.removing(table.text, from: value))
    }

    /// Makes a planned change, makes sure of it, and has Postfix take notice.
    ///
    /// - Parameter edit: The change; when it is none, nothing is run.
    /// - Returns: What became of the news.
    /// - Throws: Why the change was not made, or Postfix did not take notice of it.
    @discardableResult
    public func apply(_ edit: MainEdit) async throws(PostfixError) -> Notice? {
        guard !edit.isDone else { return nil }
        guard try await currentValue() == edit.oldValue else {
            throw PostfixError(
                .changedMeanwhile,
                "somebody else has changed \(edit.parameter) meanwhile; plan again"
            )
        }
        try await run(setting(edit.newValue))
        guard try await currentValue() == edit.newValue else {
            throw PostfixError(
                .programFailed,
                "postconf has not set \(edit.parameter) as it was told; see main.cf"
            )
        }
        return try await reload()
    }

    /// Has a running Postfix read its configuration and its `texthash:` tables anew.
    ///
    /// - Returns: What became of it.
    /// - Throws: Why it did not take notice.
    public func reload() async throws(PostfixError) -> Notice {
        // To anybody else it says nothing, unless standard error is a terminal.
        guard isSuperuser else {
            throw PostfixError(.notPermitted, "only root may run: \(reloadCommand)")
        }
        // Asked first: where Postfix does not run, its script pauses for a second before it ends 'reload'.
        if try await !isRunning() { return .notRunning }
        let result = try await result(of: reloading)
        guard let fault = result.fault(of: reloading) else { return .reloaded }
        // Its script says why only to a terminal, or in the log.
        guard result.stop == nil, result.errors.isEmpty, try await !isRunning() else { throw fault }
        return .notRunning
    }

    /// Whether Postfix runs; a doubt, such as a script that cannot be run, counts as yes.
    private func isRunning() async throws(PostfixError) -> Bool {
        let result = try await result(of: installation.program(.postfix, ["status"]))
        return result.isSuccess || result.stop != nil || !result.errors.isEmpty
    }

    /// The command of ``reload()``, for people to copy.
    public var reloadCommand: ShellCommand { ShellCommand(reloading) }

    private var reloading: PostfixProgram { installation.program(.postfix, ["reload"]) }

    private func setting(_ value: String) -> PostfixProgram {
        installation.program(.postconf, ["-e", "\(Self.listParameter)=\(value)"])
    }

    private func edit(_ old: String, _ new: String) -> MainEdit {
        MainEdit(
            parameter: Self.listParameter,
            oldValue: old,
            newValue: new,
            commands: old == new ? [] : [ShellCommand(setting(new)), reloadCommand]
        )
    }

    /// The value without `$name` expanded, which is what is to be written back.
    private func currentValue() async throws(PostfixError) -> String {
        let output = try await run(installation.program(.postconf, [Self.listParameter])).output
        let values = PostconfReader.values(String(decoding: output, as: UTF8.self))
        guard let value = values[Self.listParameter] else {
            throw PostfixError(.programFailed, "postconf does not tell \(Self.listParameter)")
        }
        return value
    }

    @discardableResult
    private func run(_ program: PostfixProgram) async throws(PostfixError) -> ProgramResult {
        let result = try await result(of: program)
        if let fault = result.fault(of: program) { throw fault }
        return result
    }

    private func result(of program: PostfixProgram) async throws(PostfixError) -> ProgramResult {
        do throws(ProgramFailure) {
            return try await ProgramRunner.result(of: program)
        } catch {
            throw error.postfixError
        }
    }
}

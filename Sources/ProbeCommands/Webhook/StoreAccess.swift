import Settings
import StateStore

/// The state database for commands that cannot do without it.
enum StoreAccess {
    /// Where the database lies.
    static func location(_ file: String?, _ settings: Settings) throws -> StateLocation {
        let path = file ?? settings.state.path
        guard let location = StateLocation(file: path, environment: Environment.all) else {
            throw CommandFailure.inputOutput(
                "nothing says where the state is kept; name the file with --state"
            )
        }
        return location
    }

    /// Opens it for reading.
    static func reading(_ file: String?, _ settings: Settings) throws -> StateStore {
        do {
            return try StateStore.open(try location(file, settings), access: .read).get()
        } catch let error as StateStoreError {
            throw CommandFailure.inputOutput(error.message)
        }
    }

    /// Does something with it; what fails ends the command.
    static func attempt<Value>(
        _ work: () throws(StateStoreError) -> Value
    ) throws(CommandFailure) -> Value {
        do {
            return try work()
        } catch {
            throw CommandFailure.inputOutput(error.message)
        }
    }
}

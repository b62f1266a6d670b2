/// Reads controls written `HOST[:PORT[,PORT…]]`, where the ports are reference ports.
package enum ControlOption {
    /// Reads the value of an option.
    package static func read(
        _ text: String,
        option: String = "--control",
        readName: NameReader = .ascii
    ) -> Result<ControlSettings, OptionError> {
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        do {
            let host = try readName.read(String(text[..<colon]))
            guard colon != text.endIndex else { return .success(ControlSettings(host: host)) }
            let ports = try PortList.read(text[text.index(after: colon)...], option: option).get()
            guard !ports.contains(25) else {
                return .failure(OptionError("port 25 in \(option) cannot be its own reference"))
            }
            return .success(ControlSettings(host: host, referencePorts: ports))
        } catch let error as OptionError where error.description.contains(option) {
            return .failure(error)
        } catch {
            return .failure(OptionError("\(error) in \(option); write HOST or HOST:PORT,PORT"))
        }
    }
}

/// The entry point that libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if let violation = ConfigProperties.violation(of: input) {
        // The fuzzer takes a trap for a finding and keeps the input.
        fatalError(violation)
    }
    return 0
}

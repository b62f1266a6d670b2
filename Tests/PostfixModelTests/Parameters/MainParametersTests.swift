import PostfixModel
import Testing

@Suite("main.cf parameters")
struct MainParametersTests {
    @Test("tell an empty value from an unknown parameter")
    func emptyAndUnknown() {
        let parameters = MainParameters(["relayhost": ""])
        #expect(parameters["relayhost"] == "")
        #expect(parameters["relay_domains"] == nil)
    }
}

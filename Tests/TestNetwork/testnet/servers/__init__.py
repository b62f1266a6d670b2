"""The servers of the test network that are not real software: odd, healthy, relaying and intercepting ones."""

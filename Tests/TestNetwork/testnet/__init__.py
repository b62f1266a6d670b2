"""The project's test network: real mail and DNS servers in network namespaces."""

import ProbeCommands

await Program.main()

import ProbeModel

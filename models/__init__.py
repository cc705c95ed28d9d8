"""The reckoning: pure functions on frozen records; no screen, no scenario, no clock."""

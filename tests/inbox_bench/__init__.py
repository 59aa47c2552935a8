"""The inbox at the size of a city: `make bench-inbox`."""

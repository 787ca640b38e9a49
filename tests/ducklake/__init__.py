"""The same program on a base shared by several instances."""

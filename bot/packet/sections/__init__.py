"""The sections of the packet, one module for each that is more than a few lines."""

"""What the README claims of speed and weight, measured: `make bench`."""

"""The desk: what editors see. One file per noun; ``register`` brings them together."""

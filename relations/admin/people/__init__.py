"""Who works here: their roles, how they are let in, and how they come back without a password."""

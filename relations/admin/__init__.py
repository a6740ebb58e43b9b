"""The admin: what editors see. One file per noun; ``model_admins`` brings them together."""

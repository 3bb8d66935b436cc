"""The pages of the desk and their pieces."""

"""The step that sets up and runs the mapping."""

"""The step that selects the reference frame."""

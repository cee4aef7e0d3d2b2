"""Output files: formats, target paths, moving into place."""

"""Output files: formats, target paths, the question before one is replaced."""

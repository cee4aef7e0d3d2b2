"""Reading of scenes: sources, acquisitions, the reference frame and aligned samples."""

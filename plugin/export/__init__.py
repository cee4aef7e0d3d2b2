"""The step that exports parcels to files."""

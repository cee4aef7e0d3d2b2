"""The step that corrects parcels."""

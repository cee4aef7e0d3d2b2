"""The step that shows the crop areas and styles the parcels."""

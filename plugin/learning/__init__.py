"""The step that learns a region from corrected parcels."""

"""The step that scores a result against declared parcels."""

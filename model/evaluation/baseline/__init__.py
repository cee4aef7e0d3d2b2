"""The random forest baseline: monthly composites, region segmentation, classification."""

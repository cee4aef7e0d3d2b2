"""Training of bundles and of the compact encoder: targets, losses, data and the loop."""

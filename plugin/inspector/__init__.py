"""The step that shows the probabilities and time series of a parcel."""

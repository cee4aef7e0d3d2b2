"""The state that the steps of the dock share."""

"""The dock widget and its shared widgets."""

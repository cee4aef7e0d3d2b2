"""The result layer of parcels, without widgets."""

"""The neural network that maps the tokens of a tile to field, border, core and crop probabilities."""

"""Areas with a reference to evaluate on, and their division into spatial folds."""

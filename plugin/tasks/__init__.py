"""Background tasks that the session starts."""

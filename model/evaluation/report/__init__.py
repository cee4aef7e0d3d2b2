"""The report of an evaluation as JSON and as a self-contained page of HTML."""

"""The step that collects the sources and inspects their acquisitions."""

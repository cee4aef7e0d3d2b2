"""Runs whose blocks are mapped by several processes, on this machine or on others."""

"""The child process: its start, requests and events."""

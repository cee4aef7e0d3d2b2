"""The step that installs and checks the Python environment of the child process."""

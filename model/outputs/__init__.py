"""Output files: what may be written, temporary folders, and how complete files take their names.

Plugin process and child process share this folder: standard library only, ready for Python 3.9.
"""

"""The runs of this profile with their settings, kept in the profile."""

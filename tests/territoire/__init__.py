"""Another territory, set up without touching code."""

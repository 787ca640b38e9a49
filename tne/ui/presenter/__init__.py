"""Presenting: the button of every page (`bouton`), the slides in order (`plan`), the stack that shows them (`pile`) and their list (`liste`)."""

"""The slides of the meeting, declared once for the screen and the file."""

"""Makes the demonstration exports: fictional schools and people, real formats, always the same bytes."""

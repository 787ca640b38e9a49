"""What only a whole column tells of its cells, or its header does."""

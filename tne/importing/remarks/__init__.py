"""What is told of a file and refuses nothing: a module each, most of them against what the base holds."""

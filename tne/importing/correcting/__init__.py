"""What is wrong in a file, and how it is put right: told, grouped, proposed, corrected, left empty."""

"""The rows of a table, cell by cell: what each says, whom it is about, what is no record."""

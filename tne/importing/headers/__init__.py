"""Which header of a table is which column of which data set: by its words, as remembered, as a person decides."""

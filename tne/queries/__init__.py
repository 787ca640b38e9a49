"""Questions put to the base: one function each, `(con, filters, view) -> DataFrame`, static SQL, named parameters."""

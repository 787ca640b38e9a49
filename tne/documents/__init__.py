"""Documents handed to other programs: CSV, spreadsheets, PDF, slides."""

"""Charts as plain values: a Visual per question, drawn by a few recipes."""

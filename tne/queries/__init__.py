"""Questions put to the base: one function each, `(con, filters, view) -> DataFrame`, static SQL, named parameters."""

import pandas as pd

# A page makes hundreds of frames of a few rows, and to hand their texts to Arrow and back takes longer than all else done
# with them. What is long and kept goes to Arrow (`memoire.rangee`). The texts of a frame are the same in both, and so is nan.
pd.options.mode.string_storage = "python"

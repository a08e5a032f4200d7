"""Pure functions over Chinese text: its normal form, its words, where a literal occurs."""

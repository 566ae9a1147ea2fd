"""Operations: one file each, with its grammar, its kernel and its formula."""

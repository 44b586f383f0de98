/** Names that are taken for snapshots: they are names of folders too. */
export const snapshotNamePattern = /^(?!.*\.$)[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;

/** {@link snapshotNamePattern} in words. */
export const snapshotNameRule =
  'a name has letters, digits, dots, dashes and underscores, at most 64, and neither begins with a dot or dash nor ends with a dot';

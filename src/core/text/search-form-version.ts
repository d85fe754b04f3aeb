/**
 * Number of the form in which rows are indexed. Raise it with every change of what `toSearchText` gives or of how the
 * index takes that apart: what a browser has in another form is then built again.
 */
export const searchFormVersion = 2;

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Key of a project in the store. */
export type ProjectId = Branded<number, 'ProjectId'>;
/** Key of a source (one imported file) in the store. */
export type SourceId = Branded<number, 'SourceId'>;
/** Key of a run: one tagging of a project's queries with one tagger and one setting. */
export type RunId = Branded<number, 'RunId'>;
/** Position of a tag in a vocabulary, from 0. */
export type TagId = Branded<number, 'TagId'>;

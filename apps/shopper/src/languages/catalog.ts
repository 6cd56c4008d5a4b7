import type { catalogEn } from "./catalog-en.ts";

/** What every language must say: each key with the gaps that the English text has. */
export type Catalog = { readonly [Key in keyof typeof catalogEn]: (typeof catalogEn)[Key] };
export type MessageKey = keyof Catalog;

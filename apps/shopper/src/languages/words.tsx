import type { I18n, MessageDescriptor } from "@lingui/core";
import { setupI18n } from "@lingui/core";
import { I18nProvider, useLingui } from "@lingui/react";
import type { PageLanguage } from "@pigeonhole/contract/pages";
import type { ReactNode } from "react";
import { useMemo } from "react";
import type { Catalog, MessageKey } from "./catalog.ts";
import { catalogDe } from "./catalog-de.ts";
import { catalogEn } from "./catalog-en.ts";
import { catalogPl } from "./catalog-pl.ts";
import type { Message } from "./message.ts";

export const catalogs: Readonly<Record<PageLanguage, Catalog>> = {
  en: catalogEn,
  de: catalogDe,
  pl: catalogPl,
};

type GapsOf<Key extends MessageKey> = Catalog[Key] extends Message<infer Gap> ? Gap : never;
type ValuesFor<Key extends MessageKey> = [GapsOf<Key>] extends [never]
  ? []
  : [values: { readonly [Gap in GapsOf<Key>]: string | number }];

/** Says a text in the page's language; the gaps of the text must be filled, and only they. */
export type Say = <Key extends MessageKey>(key: Key, ...values: ValuesFor<Key>) => string;

export function createI18n(language: PageLanguage): I18n {
  const i18n = setupI18n();
  i18n.load(language, catalogs[language] as unknown as Parameters<I18n["load"]>[1]);
  i18n.activate(language);
  return i18n;
}

/** For code outside of React, such as the page's title. */
export function sayWith(i18n: I18n): Say {
  return (key, ...values) => i18n._(key satisfies MessageDescriptor["id"], values[0] ?? {});
}

export function WordsProvider(props: {
  readonly language: PageLanguage;
  readonly children: ReactNode;
}) {
  const i18n = useMemo(() => createI18n(props.language), [props.language]);
  return <I18nProvider i18n={i18n}>{props.children}</I18nProvider>;
}

export function useWords(): { readonly say: Say; readonly language: PageLanguage } {
  const { i18n } = useLingui();
  return useMemo(() => ({ say: sayWith(i18n), language: i18n.locale as PageLanguage }), [i18n]);
}

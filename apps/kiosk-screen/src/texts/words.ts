import { setupI18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { messagesDe } from "./messages-de.ts";
import { type MessageKey, type Messages, messagesEn } from "./messages-en.ts";
import { messagesPl } from "./messages-pl.ts";

export type Language = "en" | "de" | "pl";

/** Says a message in one language; placeholders are given by name. */
export type Words = {
  readonly language: Language;
  readonly say: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
};

export const catalogues: Readonly<Record<Language, Messages>> = {
  en: messagesEn,
  de: messagesDe,
  pl: messagesPl,
};

/** The texts of a language; compiling the catalogue takes a while, so keep the answer. */
export function wordsIn(language: Language): Words {
  const i18n = setupI18n();
  i18n.setMessagesCompiler(compileMessage);
  i18n.load(language, { ...catalogues[language] });
  i18n.activate(language);
  return { language, say: (key, values) => i18n._(key, values) };
}

import type { PageLanguage } from "@pigeonhole/contract/pages";
import { languageParameter, pageLanguages } from "@pigeonhole/contract/pages";
import { Mark } from "@pigeonhole/ui/mark/mark.tsx";
import type { MouseEvent, ReactNode } from "react";
import { useWords } from "../languages/words.tsx";

/** Names of languages in themselves, because whoever needs one may read no other. */
const languageNames: Readonly<Record<PageLanguage, string>> = {
  en: "English",
  de: "Deutsch",
  pl: "Polski",
};

type PageFrameProps = {
  readonly isHome: boolean;
  readonly onLanguage: (language: PageLanguage) => void;
  readonly children: ReactNode;
};

/** What every page has around its content. */
export function PageFrame({ isHome, onLanguage, children }: PageFrameProps) {
  const { say } = useWords();
  return (
    <>
      <a className="skip" href="#content">
        {say("page.skip")}
      </a>
      <header className="page-head">
        <a className="page-name" href="/" aria-label={say("page.networkHome")}>
          <Mark /> <span>{say("page.network")}</span>
        </a>
        <LanguageSwitch onLanguage={onLanguage} />
      </header>
      <main id="content">{children}</main>
      <footer className="page-foot">
        <p>{say("page.footer")}</p>
        {!isHome && (
          <p>
            <a href="/">{say("page.whatIsThis")}</a>
          </p>
        )}
      </footer>
    </>
  );
}

function LanguageSwitch({ onLanguage }: Pick<PageFrameProps, "onLanguage">) {
  const { say, language } = useWords();
  return (
    <nav className="languages" aria-label={say("page.languages")}>
      <ul>
        {pageLanguages.map((each) => (
          <li key={each}>
            <a
              href={`?${languageParameter}=${each}`}
              hrefLang={each}
              lang={each}
              aria-current={each === language ? "true" : undefined}
              onClick={(event: MouseEvent) => {
                // Without a script the link asks the server for the page; offline that could not work.
                event.preventDefault();
                onLanguage(each);
              }}
            >
              <span className="language-name">{languageNames[each]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { DemoLink } from "@pigeonhole/contract/pages";
import { useWords } from "../languages/words.tsx";
import { Card } from "../parts/card.tsx";
import { TrackingForm } from "../parts/tracking-form.tsx";
import type { PageState } from "./page-state.ts";

type HomePageProps = { readonly page: Extract<PageState, { kind: "home" }> };

/** Where somebody arrives who has a tracking number, or wonders what this is. */
export function HomePage({ page }: HomePageProps) {
  const { say } = useWords();
  return (
    <>
      <header className="state">
        <h1>{say("home.title")}</h1>
        <p>{say("home.lead")}</p>
        <TrackingForm trackingNumber={null} />
        <p className="quiet">{say("home.lostMail")}</p>
      </header>
      <div className="columns">
        <div>
          <Card id="how" title={say("home.how")}>
            <ol className="steps">
              <li>{say("home.step1")}</li>
              <li>{say("home.step2")}</li>
              <li>{say("home.step3")}</li>
            </ol>
          </Card>
        </div>
        <div>
          {page.demo !== undefined && page.demo.length > 0 && <Demo links={page.demo} />}
          <Card id="about" title={say("home.about")}>
            <p>{say("home.aboutText")}</p>
          </Card>
        </div>
      </div>
    </>
  );
}

function Demo({ links }: { readonly links: readonly DemoLink[] }) {
  const { say } = useWords();
  return (
    <Card id="demo" title={say("home.demo")}>
      <p>{say("home.demoText")}</p>
      <ul className="demo-links">
        {links.map((link) => (
          <li key={link.url}>
            <a href={link.url}>{link.title}</a>
            <p className="quiet">{link.text}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

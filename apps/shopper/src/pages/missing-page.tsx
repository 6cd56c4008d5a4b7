import { useWords } from "../languages/words.tsx";
import { TrackingForm } from "../parts/tracking-form.tsx";

type MissingPageProps = {
  readonly what: "page" | "tracking" | "link";
  /** The number that was asked for, to be mended. */
  readonly trackingNumber: string | null;
};

/** Nothing is here: says why that may be, that nothing is lost, and where to go on. */
export function MissingPage({ what, trackingNumber }: MissingPageProps) {
  const { say } = useWords();
  return (
    <header className="state">
      <h1>{say(`missing.${what}.title`)}</h1>
      <p>{say(`missing.${what}.text`)}</p>
      {what === "tracking" ? (
        <TrackingForm trackingNumber={trackingNumber} />
      ) : (
        <p>
          <a className="roomy" href="/">
            {say("page.toHome")}
          </a>
        </p>
      )}
    </header>
  );
}

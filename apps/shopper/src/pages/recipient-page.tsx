import { useWords } from "../languages/words.tsx";
import { useNowMs, usePageDeps } from "../live/page-deps.ts";
import { useRecipientNews } from "../live/use-recipient-news.ts";
import { ParcelTimeline } from "../parts/parcel-timeline.tsx";
import { TrackingNumberText } from "../parts/tracking-number-text.tsx";
import { CodeCard } from "../recipient/code-card.tsx";
import { DoorCard, doorLabel } from "../recipient/door-card.tsx";
import { NewsBanner } from "../recipient/news-banner.tsx";
import { OpeningCard } from "../recipient/opening-card.tsx";
import { PlaceCard } from "../recipient/place-card.tsx";
import { ProblemCard } from "../recipient/problem-card.tsx";
import { ShareCard } from "../recipient/share-card.tsx";
import { stateSentence } from "../recipient/state-sentence.ts";
import type { TimeFrame } from "../times/spoken-time.ts";
import { MissingPage } from "./missing-page.tsx";
import type { PageState } from "./page-state.ts";

type RecipientPageProps = { readonly page: Extract<PageState, { kind: "recipient" }> };

const overStates: ReadonlySet<string> = new Set([
  "delivered",
  "overdue",
  "returning",
  "returned",
  "cancelled",
  "lost",
]);

/** Behind the unguessable link: all that the recipient of a parcel needs, most urgent first. */
export function RecipientPage({ page }: RecipientPageProps) {
  const { say, language } = useWords();
  const deps = usePageDeps();
  const nowMs = useNowMs(page);
  const { news, atMs, isConnected } = useRecipientNews(page.view, page.now);
  if (news.kind === "gone") return <MissingPage what="link" trackingNumber={null} />;
  const { view } = news;
  const { site, locker, access, allowedActions } = view;
  const frame: TimeFrame = { nowMs, timeZone: site.timeZone, language, say };
  const { title, lead } = stateSentence(view, frame);
  const canOpen = view.remoteOpening && allowedActions.includes("open");
  const canShare = allowedActions.includes("share") || view.shares.length > 0;
  // Nobody goes to the locker any more; what happened is then what people come to read.
  const isOver = overStates.has(view.state);
  const inside = access !== null;
  return (
    <>
      <NewsBanner {...{ isConnected, atMs, frame }} hasCode={inside} />
      <header className="state">
        <p className="quiet">{say("parcel.from", { shop: view.shopName })}</p>
        <h1>{title}</h1>
        <p>{lead}</p>
      </header>
      <div className={inside ? "columns" : "columns columns-single"}>
        {access !== null && (
          <div>
            <CodeCard access={access} reach={locker.reach} />
            <DoorCard locker={locker} />
            {deps !== null && canOpen && <OpeningCard deps={deps} doorLabel={doorLabel(locker)} />}
          </div>
        )}
        <div>
          {isOver && <ParcelTimeline timeline={view.timeline} frame={frame} />}
          <PlaceCard site={site} lockerName={locker.name} frame={frame} />
          {deps !== null && canShare && <ShareCard {...{ deps, view, frame }} />}
          {!isOver && <ParcelTimeline timeline={view.timeline} frame={frame} />}
          {allowedActions.includes("report") && (
            <ProblemCard deps={deps} supportPhone={site.supportPhone} />
          )}
          <TrackingNumberText trackingNumber={view.trackingNumber} />
          {deps === null && <p className="note">{say("noscript")}</p>}
        </div>
      </div>
    </>
  );
}

import { useWords } from "../languages/words.tsx";
import { useNowMs } from "../live/page-deps.ts";
import { Card } from "../parts/card.tsx";
import { OpeningWeek } from "../parts/opening-hours.tsx";
import { ParcelTimeline } from "../parts/parcel-timeline.tsx";
import { TrackingNumberText } from "../parts/tracking-number-text.tsx";
import { localTime } from "../times/local-time.ts";
import { weekOfText } from "../times/opening-week.ts";
import type { TimeFrame } from "../times/spoken-time.ts";
import { spokenUntil } from "../times/spoken-time.ts";
import type { PageState } from "./page-state.ts";

type TrackingInput = Extract<PageState, { kind: "tracking" }>;

/** The public timeline: where a parcel is, and nothing of whose it is. */
export function TrackingPage({ page }: { readonly page: TrackingInput }) {
  const { say, language } = useWords();
  const nowMs = useNowMs(page);
  const { view } = page;
  const frame: TimeFrame = { nowMs, timeZone: view.site.timeZone, language, say };
  const isWaiting = view.state === "available_for_pickup" && view.pickupDeadline !== null;
  return (
    <>
      <header className="state">
        <TrackingNumberText trackingNumber={view.trackingNumber} />
        <h1>{say(`public.${view.state}`)}</h1>
        {isWaiting && view.pickupDeadline !== null && (
          <p>{say("public.deadline", { until: spokenUntil(view.pickupDeadline, frame) })}</p>
        )}
        <p className="quiet">{say("public.onlyTimeline")}</p>
      </header>
      <div className="columns">
        <div>
          <ParcelTimeline timeline={view.timeline} frame={frame} />
        </div>
        <div>
          <PublicPlace view={view} frame={frame} />
          <p>
            <a href="/">{say("page.trackAnother")}</a>
          </p>
        </div>
      </div>
    </>
  );
}

type PublicPlaceProps = { readonly view: TrackingInput["view"]; readonly frame: TimeFrame };

function PublicPlace({ view, frame }: PublicPlaceProps) {
  const { say } = frame;
  const { site } = view;
  const week = weekOfText(site.openingHours);
  return (
    <Card id="place" title={say("public.locker", { locker: view.lockerName })}>
      <address>
        <strong>{site.name}</strong>
        <br />
        {site.address.street}
        <br />
        {site.address.postcode} {site.address.city}
      </address>
      <h3>{say("place.hours")}</h3>
      {week === null && <p>{site.openingHours}</p>}
      {week?.length === 0 && <p>{say("place.always")}</p>}
      {week !== null && week.length > 0 && (
        <OpeningWeek week={week} today={localTime(frame.nowMs, frame.timeZone).weekday} />
      )}
    </Card>
  );
}

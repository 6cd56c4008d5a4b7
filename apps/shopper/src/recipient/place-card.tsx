import type { RecipientView } from "@pigeonhole/contract/http/recipients";
import { Card } from "../parts/card.tsx";
import { hoursText, OpeningWeek, openingText } from "../parts/opening-hours.tsx";
import { localTime } from "../times/local-time.ts";
import { openingNow, spansByWeekday } from "../times/opening-week.ts";
import type { TimeFrame } from "../times/spoken-time.ts";

type Site = RecipientView["site"];
type PlaceCardProps = {
  readonly site: Site;
  readonly lockerName: string;
  readonly frame: TimeFrame;
};

/** Where to go and when one may: address, hours, the way in words, and maps that are asked for. */
export function PlaceCard({ site, lockerName, frame }: PlaceCardProps) {
  const { say } = frame;
  return (
    <Card id="place" title={say("place.title")}>
      <address>
        <strong>{say("place.lockerAt", { locker: lockerName, site: site.name })}</strong>
        <br />
        {site.address.street}
        <br />
        {site.address.postcode} {site.address.city}
      </address>
      <MapLinks site={site} frame={frame} />
      {site.directions !== null && (
        <>
          <h3>{say("place.directions")}</h3>
          <p>{site.directions}</p>
        </>
      )}
      <Hours site={site} frame={frame} />
      {site.supportPhone !== null && (
        <>
          <h3>{say("place.phone")}</h3>
          <p>
            <a className="roomy" href={`tel:${site.supportPhone.replaceAll(/[^+\d]/g, "")}`}>
              {site.supportPhone}
            </a>
          </p>
        </>
      )}
    </Card>
  );
}

type PartProps = Pick<PlaceCardProps, "site" | "frame">;

function MapLinks({ site, frame }: PartProps) {
  const { latitude, longitude } = site;
  const place = `${latitude},${longitude}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
  return (
    <ul className="links screen-only">
      <li>
        <a href={`geo:${place}?q=${place}(${encodeURIComponent(site.name)})`}>
          {frame.say("place.mapApp")}
        </a>
      </li>
      <li>
        <a href={map} rel="noreferrer">
          {frame.say("place.openStreetMap")}
        </a>
      </li>
    </ul>
  );
}

function Hours({ site, frame }: PartProps) {
  const { say } = frame;
  const { openingHours } = site;
  const at = localTime(frame.nowMs, site.timeZone);
  const now = openingNow(openingHours, at);
  const today = spansByWeekday(openingHours.week)[at.weekday - 1]?.spans ?? [];
  return (
    <>
      <h3>{say("place.hours")}</h3>
      <p className={now.kind === "closed" ? "hours hours-closed" : "hours"}>
        {openingText(now, say)}
      </p>
      {openingHours.week.length > 0 && (
        <>
          <p>
            {say(`weekday.${at.weekday}`)} ({say("place.today")}): {hoursText(today, say)}
          </p>
          <details>
            <summary>{say("place.week")}</summary>
            <OpeningWeek week={openingHours.week} today={at.weekday} />
          </details>
        </>
      )}
    </>
  );
}

import { formatTrackingNumber, parseTrackingNumber } from "@pigeonhole/domain/tracking-number";
import { useWords } from "../languages/words.tsx";

/** The tracking number in groups that can be read out; numbers of other carriers as they are. */
export function TrackingNumberText({ trackingNumber }: { readonly trackingNumber: string }) {
  const { say } = useWords();
  const own = parseTrackingNumber(trackingNumber);
  return (
    <p className="quiet tracking-number">
      {say("parcel.trackingNumber")}:{" "}
      <span>{own.ok ? formatTrackingNumber(own.value) : trackingNumber}</span>
    </p>
  );
}

import type { RecipientView } from "@pigeonhole/contract/http/recipients";
import { describeCompartment, describeDirection } from "@pigeonhole/ui/wall/describe-compartment";
import { Wall } from "@pigeonhole/ui/wall/wall.tsx";
import { useWords } from "../languages/words.tsx";
import { Card } from "../parts/card.tsx";

type Locker = RecipientView["locker"];

/** Where the parcel lies, drawn and in words. Nothing while the door is not known. */
export function DoorCard({ locker }: { readonly locker: Locker }) {
  const { say, language } = useWords();
  const { layout, compartmentId } = locker;
  const door = doorLabel(locker);
  if (layout === null || compartmentId === null || door === null) return null;
  const place = describeCompartment(layout, compartmentId, language);
  const direction = describeDirection(layout, compartmentId, language);
  return (
    <Card id="door" title={say("door.title")}>
      <p className="door-name">{say("door.label", { door })}</p>
      {place !== null && <p>{withCapital(place)}.</p>}
      {direction !== null && <p>{say("door.from", { direction })}</p>}
      <Wall layout={layout} language={language} litCompartmentId={compartmentId} decorative />
      <p className="quiet">{say("door.kept")}</p>
    </Card>
  );
}

/** What is written on the parcel's door. */
export function doorLabel({ layout, compartmentId }: Locker): string | null {
  const compartments = layout?.modules.flatMap((module) => module.compartments) ?? [];
  return compartments.find((each) => each.compartmentId === compartmentId)?.label ?? null;
}

function withCapital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

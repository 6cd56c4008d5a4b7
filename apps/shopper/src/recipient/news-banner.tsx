import { useWords } from "../languages/words.tsx";
import type { TimeFrame } from "../times/spoken-time.ts";
import { spokenAt } from "../times/spoken-time.ts";

type NewsBannerProps = {
  readonly isConnected: boolean;
  readonly atMs: number;
  readonly hasCode: boolean;
  readonly frame: TimeFrame;
};

/** Says when the network cannot be heard, and how old what stands here is. */
export function NewsBanner({ isConnected, atMs, hasCode, frame }: NewsBannerProps) {
  const { say } = useWords();
  const at = spokenAt(atMs, frame);
  return (
    <div className="banner-place" role="status">
      {!isConnected && (
        <p className="note note-warn screen-only">
          <span className="note-sign" aria-hidden="true">
            !
          </span>
          <span>{say(hasCode ? "news.offline" : "news.offlineNoCode", { at })}</span>
        </p>
      )}
    </div>
  );
}

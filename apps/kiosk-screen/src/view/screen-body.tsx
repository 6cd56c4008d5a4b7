import type {
  ScreenActionRequest,
  ScreenSetting,
} from "@pigeonhole/contract/kiosk-screen/screen-state";
import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { CodeGroups } from "@pigeonhole/ui/elements/code-groups.tsx";
import { Wall } from "@pigeonhole/ui/wall/wall.tsx";
import type { NoteView, ScreenView, WallView } from "../screens/screen-view.ts";
import type { Language } from "../texts/words.ts";

type ScreenSayProps = {
  readonly view: ScreenView;
  readonly refusal: string | null;
  readonly inSimpleWords: boolean;
  readonly layout: ScreenSetting["layout"];
  readonly language: Language;
};

/** What a screen says: title, what to do, and where. */
export function ScreenSay({ view, refusal, inSimpleWords, layout, language }: ScreenSayProps) {
  return (
    <div className="say">
      <div className="say-words">
        <h1 className="say-title">{view.title}</h1>
        {refusal !== null && <p className="say-refusal">{refusal}</p>}
        {inSimpleWords ? <SimpleSteps steps={view.simple} /> : <Lines lines={view.body} />}
        {view.notes !== undefined && <Notes notes={view.notes} />}
      </div>
      {view.wall !== undefined && layout !== null && (
        <WallBeside wall={view.wall} layout={layout} language={language} />
      )}
    </div>
  );
}

type WallBesideProps = {
  readonly wall: WallView;
  readonly layout: NonNullable<ScreenSetting["layout"]>;
  readonly language: Language;
};

function WallBeside({ wall, layout, language }: WallBesideProps) {
  const { compartmentId, caption, doorState, alsoLit = [] } = wall;
  return (
    <figure className={compartmentId === null ? "say-wall say-wall-plain" : "say-wall"}>
      <div className="say-wall-drawing">
        <Wall
          layout={layout}
          language={language}
          litCompartmentId={compartmentId}
          alsoLit={alsoLit}
          doorStates={compartmentId === null ? {} : { [compartmentId]: doorState }}
          decorative
        />
      </div>
      {caption !== null && <figcaption>{caption}</figcaption>}
    </figure>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line) => (
    <p key={line} className="say-line">
      {line}
    </p>
  ));
}

function SimpleSteps({ steps }: { readonly steps: readonly string[] }) {
  if (steps.length === 1) return <p className="say-line say-simple">{steps[0]}</p>;
  return (
    <ol className="say-steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function Notes({ notes }: { readonly notes: readonly NoteView[] }) {
  return (
    <dl className="notes">
      {notes.map((note) => (
        <div key={note.name} className={`note note-${note.look}`}>
          <dt>{note.name}</dt>
          <dd>{note.look === "code" ? <CodeGroups code={note.value} /> : note.value}</dd>
        </div>
      ))}
    </dl>
  );
}

type ActionListProps = {
  readonly view: ScreenView;
  readonly onAct: (request: ScreenActionRequest) => void;
};

/** The buttons of a screen, the main one first and largest. */
export function ActionList({ view, onAct }: ActionListProps) {
  if (view.actions.length === 0) return null;
  return (
    <div className={view.actions.length > 4 ? "actions actions-many" : "actions"}>
      {view.actions.map((action) => (
        <Button
          key={action.id}
          tone={action.tone}
          className="action"
          onClick={() => onAct(action.request)}
        >
          <span className="action-label">{action.label}</span>
          {action.detail !== undefined && <span className="action-detail">{action.detail}</span>}
        </Button>
      ))}
    </div>
  );
}

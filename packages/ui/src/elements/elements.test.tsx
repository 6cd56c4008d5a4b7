import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Mark } from "../mark/mark.tsx";
import { Button } from "./button.tsx";
import { CodeGroups, splitIntoGroups } from "./code-groups.tsx";
import { Timeline } from "./timeline.tsx";

describe("a code", () => {
  it("stands in groups of four", () => {
    expect(splitIntoGroups("1234567890").map((group) => group.text)).toEqual([
      "1234",
      "5678",
      "90",
    ]);
  });

  it("is read out digit by digit, once", () => {
    const html = renderToStaticMarkup(<CodeGroups code="4827" label="Code" />);
    expect(html).toContain("Code 4 8 2 7");
    expect(html.match(/aria-hidden="true"/g)).toHaveLength(1);
  });

  it("keeps the groups it brings along", () => {
    expect(renderToStaticMarkup(<CodeGroups code="4F2-77K" />)).toContain(">4F2-77K<");
  });

  it("shows the places still to be typed", () => {
    const html = renderToStaticMarkup(<CodeGroups code="48" places={8} />);
    expect(html.match(/ph-code-empty/g)).toHaveLength(6);
  });
});

describe("a button", () => {
  it("never submits a form by accident", () => {
    expect(renderToStaticMarkup(<Button>Go</Button>)).toContain('type="button"');
  });
});

describe("a timeline", () => {
  it("marks the step that is now", () => {
    const html = renderToStaticMarkup(
      <Timeline
        entries={[
          { id: "a", title: "Announced", state: "done" },
          {
            id: "b",
            title: "In the locker",
            state: "now",
            time: { text: "today", dateTime: "2026-11-22" },
          },
        ]}
      />,
    );
    expect(html.match(/aria-current="step"/g)).toHaveLength(1);
    expect(html).toContain('<time class="ph-timeline-time" dateTime="2026-11-22">today</time>');
  });
});

describe("the mark", () => {
  it("is silent unless it is given a name", () => {
    expect(renderToStaticMarkup(<Mark />)).toContain('aria-hidden="true"');
    expect(renderToStaticMarkup(<Mark title="Pigeonhole" />)).toContain('aria-label="Pigeonhole"');
  });
});

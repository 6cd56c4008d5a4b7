// Wires the page: the browser's fetch, event stream, timers and monotonic clock.
import "@fontsource-variable/inter/wght.css";
import "@pigeonhole/ui/tokens.css";
import "@pigeonhole/ui/elements.css";
import "@pigeonhole/ui/wall/wall.css";
import "../view/frame.css";
import "../view/screen.css";
import "../view/controls.css";
import "../view/landscape.css";
import "../view/low-layout.css";
import "../view/sheet.css";
import { createRoot } from "react-dom/client";
import { connectAgent } from "../agent-link/agent-link.ts";
import { listenToKeys } from "../view/keyboard-listener.ts";
import { ScreenPage } from "../view/screen-page.tsx";
import { createScreenStore } from "../view/screen-store.ts";

/** Often enough for a countdown and for characters that wait to be told apart. */
const tickMs = 100;

/** Long enough not to flicker when it fails again at once. */
const reloadAfterMs = 5_000;

const store = createScreenStore({
  nowMs: () => performance.now(),
  connect: (report) =>
    connectAgent({
      report,
      warn: (message, error) => console.warn(message, error),
      fetch: (path, init) => fetch(path, init),
      openStream: (path) => new EventSource(path),
      after: (waitMs, run) => {
        const timer = setTimeout(run, waitMs);
        return () => clearTimeout(timer);
      },
    }),
});

listenToKeys(window, store);
setInterval(() => store.dispatch({ type: "time_passed" }), tickMs);

const root = document.getElementById("screen");
if (root === null) throw new Error("index.html has no element #screen");
createRoot(root, {
  // A blank panel helps nobody: the page begins anew, and the agent tells it where it was.
  onUncaughtError: (error) => {
    console.error("the page begins anew", error);
    setTimeout(() => location.reload(), reloadAfterMs);
  },
}).render(<ScreenPage store={store} />);

// The page before the wall: follows the state by server-sent events, sends what hands do.
import { describe, drawWall, showDoor } from "./wall-drawing.js";

const ACTS = [
  { action: "pull", text: "Pull open", isPossible: (door) => door.door === "closed" },
  { action: "close", text: "Push shut", isPossible: (door) => door.door === "open" },
  {
    action: "put",
    text: "Put parcel in",
    isPossible: (door) => door.door === "open" && door.goods === "absent",
  },
  {
    action: "take",
    text: "Take parcel out",
    isPossible: (door) => door.door === "open" && door.goods === "present",
  },
  { action: "force", text: "Force open", isPossible: (door) => door.door === "closed" },
];
const CHANGE_WORDS = {
  pulsed: "the lock got a pulse",
  opened: "opened",
  closed: "was shut",
  forced: "was forced open",
  "goods-put": "a parcel was put in",
  "goods-taken": "the parcel was taken out",
  "faults-set": "faults were chosen",
  "board-restarted": "restarted",
};
const LOG_LINES_MAX = 50;
const PANEL_WIDTH_PX = 1080;
const PANEL_HEIGHT_PX = 1920;

const at = (id) => document.getElementById(id);
let wall;
let state;
let chosen;

const events = new EventSource("/events");
events.addEventListener("state", (event) => show(JSON.parse(event.data)));
events.addEventListener("change", (event) => note(JSON.parse(event.data)));
events.addEventListener("error", () => {
  at("answer").textContent = "The wall does not answer. The picture may be out of date.";
});
events.addEventListener("open", () => {
  at("answer").textContent = "";
});

function show(next) {
  state = next;
  if (wall === undefined) setUp();
  for (const door of state.compartments) showDoor(wall.doors.get(door.label), door);
  showChosen();
  showBoards();
}

function setUp() {
  at("name").textContent = state.name;
  document.title = `Locker ${state.name}, simulated`;
  wall = drawWall(state.layout);
  at("drawing").append(wall.svg);
  wall.svg.addEventListener("click", (event) => {
    const door = event.target.closest(".door");
    if (door) choose(door.dataset.label);
  });
  wall.svg.addEventListener("keydown", byKey);
  wall.doors.values().next().value?.setAttribute("tabindex", "0");
  if (state.kioskUrl !== null) showKiosk(state.kioskUrl);
}

/** The panel keeps its real size in pixels and is scaled to the room that there is. */
function showKiosk(url) {
  const frame = document.createElement("iframe");
  frame.src = url;
  frame.title = "Screen of the kiosk";
  bringScansTo(frame);
  at("panel").append(frame);
  at("kiosk").hidden = false;
  at("hint").textContent = "Simulated hardware: work the screen on the left, the doors by hand.";
  const fitPanel = () => {
    const room = window.innerHeight - at("kiosk").getBoundingClientRect().top - 32;
    const width = document.documentElement.clientWidth - 44;
    const wished = Math.max(0.3, Math.min(0.6, room / PANEL_HEIGHT_PX));
    const scale = Math.min(wished, width / PANEL_WIDTH_PX);
    frame.style.transform = `scale(${scale})`;
    at("panel").style.inlineSize = `${PANEL_WIDTH_PX * scale + 12}px`;
    at("panel").style.blockSize = `${PANEL_HEIGHT_PX * scale + 12}px`;
  };
  window.addEventListener("resize", fitPanel);
  fitPanel();
}

/** Pasting is scanning, but only the page in the frame hears a paste, and only while it has focus. */
function bringScansTo(frame) {
  frame.addEventListener("load", () => {
    if (document.activeElement === document.body) frame.focus();
  });
  document.addEventListener("paste", () => {
    frame.focus();
    at("answer").textContent = "The kiosk's scanner was not in focus. It is now: paste once more.";
  });
}

function choose(label) {
  chosen = label;
  at("answer").textContent = "";
  showChosen();
}

function showChosen() {
  for (const [label, door] of wall.doors) {
    const isChosen = label === chosen;
    door.setAttribute("aria-pressed", String(isChosen));
    if (chosen !== undefined) door.setAttribute("tabindex", isChosen ? "0" : "-1");
  }
  const door = state.compartments.find(({ label }) => label === chosen);
  if (door === undefined) return;
  at("door-title").textContent = `Door ${door.label}`;
  const times = ["not pulsed yet", "pulsed once"][door.pulses] ?? `pulsed ${door.pulses} times`;
  at("door-says").textContent =
    `${describe(door)}. It hangs on lock ${door.channel} of board ${door.board}, ${times}.`;
  showActs(door);
}

/** Buttons stay the same elements, so that the one in focus keeps it while doors move. */
function showActs(door) {
  if (at("acts").children.length === 0) {
    for (const { action, text } of ACTS) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.dataset.action = action;
      if (action === "force" || action === "pull") button.className = "quiet";
      button.addEventListener("click", () =>
        send(`/doors/${encodeURIComponent(chosen)}/${action}`),
      );
      at("acts").append(button);
    }
  }
  for (const { action, isPossible } of ACTS) {
    at("acts").querySelector(`[data-action="${action}"]`).disabled = !isPossible(door);
  }
}

async function send(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  at("answer").textContent = answer.ok ? "" : (await answer.json()).title;
}

/** Arrow keys go to the nearest door in their direction, Enter and Space choose. */
function byKey(event) {
  const here = event.target.closest(".door");
  if (!here) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    choose(here.dataset.label);
    at("acts").querySelector("button:not(:disabled)")?.focus();
    return;
  }
  const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[
    event.key
  ];
  const next = step && nearest(here, step);
  if (!next) return;
  event.preventDefault();
  for (const door of wall.doors.values()) door.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

function nearest(here, [right, down]) {
  const centre = (door) => {
    const { x, y, width, height } = door.querySelector(".opening").getBBox();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const from = centre(here);
  let best;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const door of wall.doors.values()) {
    const to = centre(door);
    const along = (to.x - from.x) * right + (to.y - from.y) * down;
    const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
    const distance = along + 2 * aside;
    if (door !== here && along > 1 && distance < bestDistance) {
      best = door;
      bestDistance = distance;
    }
  }
  return best;
}

function showBoards() {
  if (at("boards").children.length === 0) at("boards").append(...state.boards.map(boardControls));
  for (const board of state.boards) {
    const controls = at("boards").querySelector(`[data-board="${boardKey(board)}"]`);
    const sign = controls.querySelector(".faults");
    sign.textContent = board.faults.length > 0 ? `: ${board.faults.join(", ")}` : ": sound";
    sign.classList.toggle("faulty", board.faults.length > 0);
    for (const box of controls.querySelectorAll("input")) {
      box.checked = board.faults.includes(box.value);
    }
  }
}

function boardControls(board) {
  const controls = document.createElement("details");
  controls.dataset.board = boardKey(board);
  const summary = document.createElement("summary");
  const sign = document.createElement("span");
  sign.className = "faults";
  const bus = state.boards.some((other) => other.bus !== board.bus) ? ` on ${board.bus}` : "";
  summary.append(`Board ${board.address}${bus}, ${board.dialect}`, sign);
  const fieldset = document.createElement("fieldset");
  const query = `?bus=${encodeURIComponent(board.bus)}`;
  for (const [fault, meaning] of Object.entries(state.faultMeanings)) {
    fieldset.append(faultBox(fault, meaning));
  }
  fieldset.addEventListener("change", () => {
    const faults = [...fieldset.querySelectorAll("input:checked")].map((box) => box.value);
    void send(`/boards/${board.address}/faults${query}`, { faults });
  });
  const restart = document.createElement("button");
  restart.type = "button";
  restart.className = "quiet";
  restart.textContent = "Restart board";
  restart.addEventListener("click", () => send(`/boards/${board.address}/restart${query}`));
  controls.append(summary, fieldset, restart);
  return controls;
}

function faultBox(fault, meaning) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.value = fault;
  const text = document.createElement("span");
  text.textContent = meaning;
  label.append(box, text);
  return label;
}

function boardKey(board) {
  return `${board.bus}-${board.address}`;
}

/**
 * A door that springs open is what people turn to next, so it is chosen for them, unless they are
 * still busy with an open one.
 */
function note(change) {
  const isBusy = state?.compartments.some(({ label, door }) => label === chosen && door === "open");
  if (change.what === "opened" && change.label !== undefined && !isBusy) choose(change.label);
  const line = document.createElement("li");
  const who = change.label === undefined ? `Board ${change.board}` : `Door ${change.label}`;
  line.textContent = `${who}: ${CHANGE_WORDS[change.what]}`;
  at("log").prepend(line);
  while (at("log").children.length > LOG_LINES_MAX) at("log").lastElementChild.remove();
}

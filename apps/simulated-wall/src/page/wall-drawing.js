// Draws the wall to scale from its layout. One unit of the drawing is a millimetre; the ground is
// at y = 0 and heights are negative, as SVG counts downwards.

const SVG = "http://www.w3.org/2000/svg";
const KIOSK_WIDTH_MM = 420;
const SCREEN_MM = { width: 280, height: 420 };
const GAP_MM = 12;
const ROOF_MM = 40;
const MARGIN_MM = 40;

/**
 * @param {object} layout the layout of the wall's plan
 * @returns {{svg: SVGSVGElement, doors: Map<string, SVGGElement>}} the drawing and its doors by label
 */
export function drawWall(layout) {
  const heightMm = Math.max(
    layout.kiosk.screenHeightMm + SCREEN_MM.height / 2 + ROOF_MM,
    ...layout.modules.map(moduleHeightMm),
  );
  const svg = element("svg", { role: "group", "aria-label": "Doors, as one stands before them" });
  const doors = new Map();
  let x = 0;
  const drawKiosk = () => {
    svg.append(rectangle("cabinet", { x, y: -heightMm, width: KIOSK_WIDTH_MM, height: heightMm }));
    svg.append(screenAt(x, layout.kiosk.screenHeightMm));
    x += KIOSK_WIDTH_MM;
  };
  if (layout.kiosk.afterModule < 0) drawKiosk();
  layout.modules.forEach((module, index) => {
    const height = moduleHeightMm(module);
    svg.append(rectangle("cabinet", { x, y: -height, width: module.widthMm, height }));
    for (const compartment of module.compartments) {
      const door = drawDoor(compartment, x, module.widthMm);
      doors.set(compartment.label, door);
      svg.append(door);
    }
    x += module.widthMm;
    if (index === layout.kiosk.afterModule) drawKiosk();
  });
  const frame = {
    x: -MARGIN_MM,
    y: -heightMm - MARGIN_MM,
    width: x + 2 * MARGIN_MM,
    height: heightMm + 2 * MARGIN_MM,
  };
  const ends = { x1: frame.x, x2: frame.x + frame.width, y1: 0, y2: 0 };
  svg.append(element("line", { class: "ground", ...ends }));
  svg.setAttribute("viewBox", `${frame.x} ${frame.y} ${frame.width} ${frame.height}`);
  return { svg, doors };
}

/**
 * Shows one door as it is now.
 * @param {SVGGElement} door
 * @param {{label: string, door: string, goods: string, latch: string}} state
 */
export function showDoor(door, state) {
  const isOpen = state.door === "open";
  door.classList.toggle("door-open", isOpen);
  door.querySelector(".leaf").style.display = isOpen ? "" : "none";
  // Behind a closed door goods are drawn as well: whoever plays needs to know, unlike a passer-by.
  door.querySelector(".goods").style.display = state.goods === "present" ? "" : "none";
  door.setAttribute("aria-label", describe(state));
}

/** @returns {string} "Door A3, closed, parcel inside" */
export function describe(state) {
  const released = state.door === "closed" && state.latch === "released" ? ", unlatched" : "";
  const goods = state.goods === "present" ? "parcel inside" : "empty";
  return `Door ${state.label}, ${state.door}${released}, ${goods}`;
}

function drawDoor(compartment, moduleX, moduleWidthMm) {
  const width = moduleWidthMm - 2 * GAP_MM;
  const height = compartment.innerMm.heightMm + GAP_MM;
  const x = moduleX + GAP_MM;
  const y = -compartment.floorHeightMm - height;
  const door = element("g", { class: "door", role: "button", tabindex: "-1" });
  door.dataset.label = compartment.label;
  const leaf = width * 0.14;
  const slant = Math.min(leaf * 0.4, height * 0.2);
  const goods = { width: width * 0.24, height: Math.min(height * 0.6, width * 0.2) };
  const goodsAt = { x: x + width * 0.7, y: y + height - goods.height - 4 };
  const label = element("text", {
    x: x + width * 0.45,
    y: y + height / 2,
    "font-size": Math.min(height * 0.62, 74),
  });
  label.textContent = compartment.label;
  door.append(
    rectangle("opening", { x, y, width, height, rx: 6 }),
    rectangle("goods", { ...goodsAt, ...goods, rx: 4 }),
    element("path", {
      class: "leaf",
      d: `M${x} ${y}L${x + leaf} ${y + slant}V${y + height + slant}L${x} ${y + height}Z`,
    }),
    label,
  );
  return door;
}

function screenAt(x, screenHeightMm) {
  return rectangle("screen", {
    x: x + (KIOSK_WIDTH_MM - SCREEN_MM.width) / 2,
    y: -screenHeightMm - SCREEN_MM.height / 2,
    ...SCREEN_MM,
    rx: 20,
  });
}

function moduleHeightMm(module) {
  const tops = module.compartments.map(
    ({ floorHeightMm, innerMm }) => floorHeightMm + innerMm.heightMm + ROOF_MM,
  );
  return Math.max(module.heightMm, ...tops);
}

function rectangle(className, attributes) {
  return element("rect", { class: className, ...attributes });
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

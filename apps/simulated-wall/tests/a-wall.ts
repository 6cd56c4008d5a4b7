import { createLockBus } from "@pigeonhole/boards/driver/create-lock-bus";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { createTcpPort } from "@pigeonhole/boards/ports/tcp-port";
import { createSimulatedWall } from "../src/create-simulated-wall.ts";
import { parseWallPlan } from "../src/wall-plan.ts";

/** Two columns of two doors each, on two buses of different dialects. */
export const wallFile = {
  name: "TST01",
  buses: [
    {
      name: "left",
      dialect: "8a-xor",
      options: { boards: "1x8", feedback: "open-short", pulseMs: "20", settleMs: "5" },
    },
    {
      name: "right",
      profile: { dialect: "kerong-ncu", boards: [{ address: 0, channels: 4 }], pulseMs: 20 },
    },
  ],
  layout: {
    modules: [column("A", "left", 1), column("B", "right", 0)],
    kiosk: { afterModule: 0, screenHeightMm: 1_100 },
  },
};

function column(letter: string, bus: string, board: number) {
  return {
    widthMm: 420,
    heightMm: 1_000,
    compartments: [1, 2].map((channel) => ({
      label: `${letter}${channel}`,
      sizeClass: "M",
      innerMm: { widthMm: 380, heightMm: 190, depthMm: 640 },
      massMaxGrams: 25_000,
      floorHeightMm: 150 + (channel - 1) * 215,
      row: channel - 1,
      lock: { bus, board, channel },
    })),
  };
}

/** A wall on free ports, a driver per bus, and a hand. */
export async function standBeforeWall({ stateFile }: { stateFile?: string } = {}) {
  const plan = parseWallPlan(JSON.stringify(wallFile));
  if (!plan.ok) throw new Error(JSON.stringify(plan.refusal));
  const timers = createSystemTimers();
  const simulated = await createSimulatedWall({
    plan: plan.value,
    timers,
    host: "127.0.0.1",
    boardPorts: [],
    pagePort: 0,
    kioskUrl: undefined,
    stateFile,
  });
  const drivers = simulated.buses.map((bus, index) => {
    const profile = plan.value.buses[index]?.profile;
    if (profile === undefined) throw new Error("a bus without a profile");
    return createLockBus({ port: createTcpPort(bus), profile, timers, random: () => 0 });
  });
  const [left, right] = drivers;
  if (left === undefined || right === undefined) throw new Error("two buses were planned");
  await Promise.all(drivers.map((driver) => driver.open()));
  const post = (path: string, body?: unknown) =>
    fetch(new URL(path, simulated.pageUrl), {
      method: "POST",
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
  return {
    simulated,
    left,
    right,
    post,
    async leave() {
      await Promise.all(drivers.map((driver) => driver.close()));
      await simulated.close();
    },
  };
}

// A kiosk that cannot serve at all: it only says why.
import { defaultKioskPolicies } from "@pigeonhole/contract/device/config";
import type { ScreenStep } from "@pigeonhole/contract/kiosk-screen/screen-state";
import type { Kiosk, KioskDeps } from "./create-kiosk.ts";
import type { Journal } from "./journal/journal.ts";

type OutOfService = Extract<ScreenStep, { step: "out_of_service" }>;

export function createIdleScreen(
  deps: Pick<KioskDeps, "now">,
  why: Omit<OutOfService, "step">,
  journal?: Journal,
): Kiosk {
  const state = (refusal: "out_of_service" | null) => ({
    revision: 0,
    serverNow: deps.now().toString(),
    visitId: null,
    language: null,
    endsAt: null,
    warnAt: null,
    allowedActions: [],
    refusal,
    screen: { step: "out_of_service" as const, ...why },
  });
  return {
    screen: {
      setting: () => ({
        lockerId: null,
        lockerName: "",
        siteName: "",
        supportPhone: null,
        languages: ["en", "de", "pl"],
        layout: null,
        policies: defaultKioskPolicies,
        online: false,
      }),
      state: () => state(null),
      act: () => state("out_of_service"),
      onChange: () => () => {},
    },
    async start() {},
    async stop(how = "clean") {
      journal?.close(how);
    },
  };
}

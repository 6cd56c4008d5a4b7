import { z } from "zod";
import { layout } from "../layout.ts";
import { language, lockerId, text } from "../primitives.ts";

/** What a kiosk needs to know of its locker; it keeps the last one and works from it alone. */
export const kioskPolicies = z.strictObject({
  codeDigits: z.int().min(6).max(12),
  reopenSeconds: z.int().min(0).max(600).describe("How long “open again” is offered."),
  doorRemindSeconds: z
    .array(z.int().min(1).max(600))
    .max(5)
    .describe("When an open door is called to mind, after it opened."),
  doorLeftOpenSeconds: z.int().min(10).max(3_600),
  visitIdleSeconds: z.int().min(10).max(600).describe("Untouched screen until the visit ends."),
  visitWarnSeconds: z
    .int()
    .min(5)
    .max(120)
    .describe("How long before that the screen warns (WCAG 2.2.1 asks for 20 s)."),
  openWatchSeconds: z.int().min(2).max(30).describe("How long a pulsed door may take to open."),
});

export const kioskConfig = z.strictObject({
  lockerId,
  lockerName: text(60),
  siteName: text(120),
  addressLines: z.array(text(120)).max(4),
  timeZone: z.string().max(60),
  openingHours: z.string().max(400),
  supportPhone: z.string().max(40).nullable(),
  languages: z.array(language).min(1),
  layout,
  policies: kioskPolicies,
});

export type KioskPolicies = z.infer<typeof kioskPolicies>;
export type KioskConfig = z.infer<typeof kioskConfig>;

export const defaultKioskPolicies: KioskPolicies = {
  codeDigits: 8,
  reopenSeconds: 60,
  doorRemindSeconds: [15, 30, 60],
  doorLeftOpenSeconds: 180,
  visitIdleSeconds: 90,
  visitWarnSeconds: 20,
  openWatchSeconds: 5,
};

import { z } from "zod";
import type { ErrorCode } from "./error-catalogue.ts";
import { errorCatalogue } from "./error-catalogue.ts";

/** RFC 9457 problem details with our stable `code`. */
export const problem = z.looseObject({
  type: z.string().describe("Address of the page about this code."),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.string(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  errors: z
    .array(z.strictObject({ pointer: z.string(), message: z.string() }))
    .optional()
    .describe("Each wrong place as a JSON pointer."),
  alternatives: z
    .array(
      z.strictObject({
        lockerId: z.string(),
        lockerName: z.string(),
        siteName: z.string(),
        distanceMetres: z.int().min(0),
      }),
    )
    .optional()
    .describe("Nearest lockers that would take the parcel."),
});
export type Problem = z.infer<typeof problem>;

export const problemMediaType = "application/problem+json";

/** Builds the problem for a code; `extra` adds members such as `detail` or `errors`. */
export function problemFor(
  publicUrl: string,
  code: ErrorCode,
  extra: Partial<Problem> = {},
): Problem {
  const { status, title } = errorCatalogue[code];
  return { type: `${publicUrl}/errors/${code}`, title, status, code, ...extra };
}

import { readFileSync } from "node:fs";
import { z } from "zod";

const packageFile = z.looseObject({ version: z.string() });

/** The version that the kiosk tells the cloud. */
export const kioskVersion = packageFile.parse(
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")),
).version;

import { z } from "zod";
import type { Role } from "../create-server.ts";

/**
 * Settings come from the environment. One that cannot be used stops the start with a sentence that
 * says what to set, because a server that quietly runs with another value is worse than none.
 */
const rolesShape = z.enum(["api", "worker", "ingest"]);

const shape = z.object({
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/u,
      error: "give a PostgreSQL URL: postgres://user:password@host:5432/name",
    })
    .describe("PostgreSQL 15 or newer."),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/u, error: "give smtp://host:port or smtps://user:password@host" })
    .default("smtp://127.0.0.1:1025")
    .describe("Where mails are handed in."),
  MAIL_FROM: z
    .string()
    .min(3)
    .default("Pigeonhole <lockers@localhost>")
    .describe("Sender of mails."),
  HOST: z.string().min(1).default("127.0.0.1").describe("Address to listen on; 0.0.0.0 for all."),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe("Port to listen on; 0 for any."),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/u,
      error: "give the address people reach, such as https://lockers.example",
    })
    .transform((url) => url.replace(/\/+$/u, ""))
    .optional()
    .describe("Where people and shops reach this network."),
  DATA_DIR: z
    .string()
    .min(1)
    .default("./.pigeonhole/server")
    .describe("Folder for keys this server makes."),
  MASTER_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/u, "give 64 hexadecimal digits: openssl rand -hex 32")
    .optional()
    .describe("Key of all secrets at rest; else made and kept in DATA_DIR/master-key."),
  OPERATOR_KEY: z
    .string()
    .regex(/^phk_live_[0-9A-Za-z]{49}$/u, "give a key this program made: phk_live_…")
    .optional()
    .describe("An operator's API key to accept; else made and kept in DATA_DIR/operator-key."),
  SHOPPER_DIST: z.string().min(1).optional().describe("Folder of the built shopper's pages."),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"])
    .default("info")
    .describe("How much is logged."),
  DATABASE_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(2)
    .max(100)
    .default(10)
    .describe("Connections at most."),
  TRUST_PROXY: z
    .string()
    .min(1)
    .optional()
    .describe("Addresses of proxies whose X-Forwarded-For counts."),
  DEMO_LINKS: z
    .string()
    .transform((text, context) => readDemoLinks(text, context))
    .optional()
    .describe("JSON list of {title, text, url} shown on the first page."),
});

const demoLinks = z
  .array(z.strictObject({ title: z.string(), text: z.string(), url: z.url() }))
  .max(20);

function readDemoLinks(text: string, context: z.RefinementCtx): z.infer<typeof demoLinks> {
  try {
    const read = demoLinks.safeParse(JSON.parse(text));
    if (read.success) return read.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  context.addIssue({ code: "custom", message: "give a JSON list of {title, text, url}" });
  return z.NEVER;
}

export type Settings = z.output<typeof shape>;

export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly code = "settings_invalid";
}

/** Reads the settings; what is wrong is told in one message, a line for each setting. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.keys(shape.shape).flatMap((name) => {
      const text = environment[name];
      return text === undefined || text === "" ? [] : [[name, text]];
    }),
  );
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  const lines = read.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return given[name] === undefined
      ? `${name} is not set: ${descriptionOf(name)}`
      : `${name} is not usable: ${issue.message}`;
  });
  throw new SettingsError(`These settings need your attention.\n  ${lines.join("\n  ")}`);
}

const secretNames: ReadonlySet<string> = new Set(["MASTER_KEY", "OPERATOR_KEY"]);

/** For the log at the start: passwords inside addresses and keys are hidden. */
export function redactSettings(settings: Settings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      if (secretNames.has(name)) return [name, "(set)"];
      if (typeof value !== "string") return [name, value];
      return [name, value.replace(/(\w+:\/\/[^\s:/@]*:)[^\s@]*@/gu, "$1…@")];
    }),
  );
}

/** One line for each setting, for `--help`. */
export function settingsHelp(): string {
  return Object.keys(shape.shape)
    .map((name) => `  ${name.padEnd(22)}${descriptionOf(name)}`)
    .join("\n");
}

function descriptionOf(name: string): string {
  const member = shape.shape[name as keyof typeof shape.shape] as z.ZodType;
  return member.description ?? "";
}

/** `--roles api,worker,ingest` */
export function readRoles(text: string): ReadonlySet<Role> {
  const roles = text.split(",").map((role) => rolesShape.safeParse(role.trim()));
  if (roles.some((role) => !role.success)) {
    throw new SettingsError(`--roles takes a list of ${rolesShape.options.join(", ")}`);
  }
  return new Set(roles.flatMap((role) => (role.success ? [role.data] : [])));
}

import { parseArgs } from "node:util";
import type { Role } from "../create-server.ts";
import { readRoles, SettingsError, settingsHelp } from "./settings.ts";

export type CommandLine = { readonly help: boolean; readonly roles: ReadonlySet<Role> };

const allRoles = "api,worker,ingest";

export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h", default: false },
        roles: { type: "string", default: allRoles },
      },
    });
    return { help: values.help, roles: readRoles(values.roles) };
  } catch (error) {
    if (error instanceof TypeError) throw new SettingsError(`${error.message} (see --help)`);
    throw error;
  }
}

export function helpText(): string {
  return `Pigeonhole's server: the cloud of a parcel-locker network.

  npm run server -- [--roles ${allRoles}]

Roles of this process, all by default; several processes may share one database:
  api     answers people, shops and carriers, and shows the pages
  ingest  holds the connections of kiosks
  worker  sends mails and webhooks, and does what the clock decides

Settings, by environment:
${settingsHelp()}
`;
}

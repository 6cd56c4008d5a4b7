// What each command asks for. Called only for commands that are new, not expired, and after welcome.
import type { CommandFrame } from "@pigeonhole/contract/device/frames";
import type { Presence } from "../access/presence.ts";
import type { CommandOutcome } from "../journal/commands.ts";
import type { ServiceState } from "../service-state.ts";
import type { Desk } from "../visits/desk.ts";
import { openRemotely } from "../visits/open-remotely.ts";
import type { RemoteOpeningLimit } from "./remote-opening-limit.ts";

export type CommandDeskDeps = {
  readonly desk: Desk;
  readonly presence: Presence;
  readonly limit: RemoteOpeningLimit;
  readonly service: ServiceState;
};

export function createCommandDesk(deps: CommandDeskDeps): (frame: CommandFrame) => CommandOutcome {
  const { desk, limit } = deps;
  const { journal } = desk;
  const done = { outcome: "done", reason: null } as const;

  return ({ commandId, command }) => {
    switch (command.kind) {
      case "open":
        return openRemotely(
          desk,
          {
            presence: deps.presence,
            mayOpen: limit.mayOpen,
            isServing: () => deps.service.outOfService() === undefined,
            commit: (id, answer) => {
              limit.count(id, desk.now());
              journal.commands.answer(id, answer, desk.now());
            },
          },
          { ...command, commandId },
        );
      case "set_condition":
        journal.transact(() => {
          journal.conditions.set(command.compartmentId, command.condition, null);
          journal.commands.answer(commandId, done, desk.now());
        });
        desk.changed();
        return done;
      case "report_status":
        journal.transact(() => journal.commands.answer(commandId, done, desk.now()));
        desk.changed();
        return done;
    }
  };
}

import { Command } from "commander";
import { addStartCommand } from "../start/start-command.ts";

/** Errors that people can act on carry a `code`; anything else is a defect and shows its stack. */
function tell(error: unknown): string {
  if (error instanceof Error && "code" in error) {
    const remedy = "remedy" in error ? `${error.remedy}\n` : "";
    return `${error.message}\n${remedy}`;
  }
  return error instanceof Error ? `${error.stack}\n` : `${String(error)}\n`;
}

const program = new Command("pigeonhole")
  .description("Run a parcel-locker network")
  .showHelpAfterError("Add --help to see how it is used.");
addStartCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(tell(error));
  process.exitCode = 1;
}

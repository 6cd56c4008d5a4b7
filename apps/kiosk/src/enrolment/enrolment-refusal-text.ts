import type { EnrolRefusal } from "./enrol.ts";

/** What the person who typed the code is told, and what to do about it. */
export function enrolmentRefusalText(refusal: EnrolRefusal): string {
  switch (refusal.type) {
    case "already_enrolled":
      return `This kiosk is enrolled already, for the locker ${refusal.lockerId}.`;
    case "server_not_understood":
      return `The answer to the enrolment (status ${refusal.status}) is not of a Pigeonhole server: look at the address given by --server.`;
    case "refused":
      return refusedText(refusal.status, refusal.code);
  }
}

function refusedText(status: number, code: string): string {
  switch (code) {
    case "enrolment.refused":
      return "The code is wrong, used or too old: ask the operator for a new one.";
    case "request.rate_limited":
      return "Too many wrong codes came to the server in the last minute: wait a minute and try again.";
    default:
      return `The server did not enrol this kiosk: ${code}, status ${status}.`;
  }
}

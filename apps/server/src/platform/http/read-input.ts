import type { Problem } from "@pigeonhole/contract/problem";
import type { z } from "zod";

type Places = NonNullable<Problem["errors"]>;

/** Wrong places named in one answer; a batch of garbage must not be answered with megabytes. */
const placesMax = 20;

/** Each wrong place as a JSON pointer (RFC 6901) into the part of the request it stands in. */
export function placesOf(error: z.ZodError): Places {
  return error.issues.flatMap(placesOfIssue).slice(0, placesMax);
}

function placesOfIssue(issue: z.core.$ZodIssue): Places {
  if (issue.code !== "unrecognized_keys") {
    return [{ pointer: pointerTo(issue.path), message: issue.message }];
  }
  return issue.keys.map((key) => ({
    pointer: pointerTo([...issue.path, key]),
    message: "unknown field",
  }));
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).slice(0, 80).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

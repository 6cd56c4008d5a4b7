import { asyncApiDocument } from "@pigeonhole/contract/asyncapi";
import { errorCatalogue, errorCodes } from "@pigeonhole/contract/error-catalogue";
import { openApiDocument } from "@pigeonhole/contract/openapi";
import { describeStates } from "@pigeonhole/domain/actions/help-text";

/** Where generated pages lie; nothing below these places is written by hand. */
export const GENERATED_FOLDER = "docs/reference/errors";

/** Every generated file with its whole text, by its path in the repository. */
export function referenceFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/reference/openapi.json", toJson(openApiDocument())],
    ["docs/reference/asyncapi.json", toJson(asyncApiDocument())],
    ["docs/reference/states.md", describeStates()],
    [`${GENERATED_FOLDER}/README.md`, errorIndex()],
    ...errorCodes.map((code): [string, string] => [
      `${GENERATED_FOLDER}/${code}.md`,
      errorPage(code),
    ]),
  ]);
}

function toJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function errorIndex(): string {
  const rows = errorCodes.map((code) => {
    const { status, title } = errorCatalogue[code];
    return `| [\`${code}\`](${code}.md) | ${status} | ${title} |`;
  });
  return [
    "# Error codes",
    "",
    "Every answer that is not a success is `application/problem+json` (RFC 9457) with one of these",
    "codes. A code never changes its meaning. These pages are made by `npm run generate`.",
    "",
    "| code | status | title |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function errorPage(code: (typeof errorCodes)[number]): string {
  const { status, title, meaning, cure } = errorCatalogue[code];
  return [
    `# ${title}`,
    "",
    `Code \`${code}\`, HTTP status ${status}.`,
    "",
    `**What happened.** ${meaning}`,
    "",
    `**What to do.** ${cure}`,
    "",
    "All codes: [the list](README.md).",
    "",
  ].join("\n");
}

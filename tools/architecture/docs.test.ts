import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readText, repositoryDir, writtenFiles } from "./repository-files.ts";

/** Two screens of a common editor. */
const ARCHITECTURE_LINES_MAX = 130;
const DECISION_LINES_MAX = 60;

const pages = writtenFiles().filter((file) => file.endsWith(".md"));
const scripts: Record<string, string> = JSON.parse(readText("package.json")).scripts;

describe("the documents", () => {
  test("every link leads somewhere", () => {
    const dead = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !leadsSomewhere(page, link))
        .map((link) => `${page}: ${link}`),
    );
    expect(dead).toEqual([]);
  });

  test("every page can be reached from README.md", () => {
    const reached = new Set<string>();
    const open = ["README.md"];
    for (let page = open.pop(); page !== undefined; page = open.pop()) {
      if (reached.has(page)) continue;
      reached.add(page);
      open.push(...linkedPages(page));
    }
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  test("every command that a page names exists", () => {
    const missing = pages.flatMap((page) =>
      missingCommands(readText(page)).map((name) => `${page}: ${name}`),
    );
    expect(missing).toEqual([]);
    expect(missingCommands("Run `npm run no-such-thing`.")).toEqual(["npm run no-such-thing"]);
  });

  test("the map stays two screens long and a decision one", () => {
    expect(readText("docs/architecture.md").split("\n").length).toBeLessThan(
      ARCHITECTURE_LINES_MAX,
    );
    for (const page of pages.filter((file) => file.startsWith("docs/adr/"))) {
      expect(readText(page).split("\n").length, page).toBeLessThan(DECISION_LINES_MAX);
    }
  });
});

test("no file names a folder of one machine or the host of a registry", () => {
  const telltale = new RegExp(
    ["(?<![.\\w])/(w[o]rk|t[m]p|home|root)/[\\w.]+", "registry[.]npm[j]s", "deb[.]debi[a]n"].join(
      "|",
    ),
  );
  const files = writtenFiles().filter((file) =>
    /\.(ts|tsx|mjs|js|json|jsonc|md|css|sql|html|sh)$|run$/.test(file),
  );
  const leaks = files.filter((file) => telltale.test(readText(file)));
  expect(leaks).toEqual([]);
});

function linksOf(page: string): string[] {
  const prose = readText(page).replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? "");
}

function leadsSomewhere(page: string, link: string): boolean {
  if (/^(https?:|mailto:)/.test(link)) return true;
  const [target = "", anchor] = link.split("#");
  const file = target === "" ? page : path.posix.join(path.posix.dirname(page), target);
  if (!existsSync(path.join(repositoryDir, file))) return false;
  return anchor === undefined || anchorsOf(file).includes(anchor);
}

/** As code hosts make them: lower case, blanks to hyphens, other signs dropped. */
function anchorsOf(file: string): string[] {
  return [...readText(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

function linkedPages(page: string): string[] {
  return linksOf(page)
    .map((link) => path.posix.join(path.posix.dirname(page), link.split("#")[0] ?? ""))
    .map((target) => (isFolder(target) ? path.posix.join(target, "README.md") : target))
    .filter((target) => pages.includes(target));
}

function isFolder(target: string): boolean {
  const place = path.join(repositoryDir, target);
  return existsSync(place) && statSync(place).isDirectory();
}

function missingCommands(text: string): string[] {
  const named = [...text.matchAll(/\bnpm run ([\w:-]+)|\bnpm (start|test)\b/g)];
  const missing = named.filter((match) => scripts[match[1] ?? match[2] ?? ""] === undefined);
  const files = [...text.matchAll(/\bnode ((?:tools|apps|bench)\/[\w./-]+)/g)].filter(
    ([, file]) => !existsSync(path.join(repositoryDir, file ?? "")),
  );
  return [...missing, ...files].map((match) => match[0]);
}

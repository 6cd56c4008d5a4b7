import type { IRegularForbiddenRuleType } from "dependency-cruiser";

/** What the files of one folder may import; see the table in docs/architecture.md. */
export interface ImportRow {
  /** Packages by the name of their folder. */
  readonly packages: readonly string[];
  /** Node's own modules: everywhere, nowhere, or only in the files that match the pattern. */
  readonly node: "yes" | "no" | { readonly only: string };
  /** Packages from npm, where not every one may be used. */
  readonly npm?: readonly string[];
}

/** Every folder of packages/ and apps/ has its row; one without is refused by the test. */
export const importTable: Readonly<Record<string, ImportRow>> = {
  "packages/domain": { packages: [], node: "no", npm: [] },
  "packages/contract": { packages: [], node: "no", npm: ["zod"] },
  "packages/boards": { packages: [], node: { only: "^packages/boards/src/ports/" } },
  "packages/sdk": { packages: ["contract"], node: "no" },
  "packages/ui": { packages: ["domain"], node: "no" },
  "packages/local-services": { packages: [], node: "yes" },
  "packages/testing": {
    packages: ["boards", "contract", "domain", "local-services"],
    node: "yes",
  },
  "apps/server": { packages: ["domain", "contract"], node: "yes" },
  "apps/kiosk": { packages: ["domain", "contract", "boards"], node: "yes" },
  "apps/simulated-wall": { packages: ["boards", "contract"], node: "yes" },
  "apps/kiosk-screen": { packages: ["domain", "contract", "sdk", "ui"], node: "no" },
  "apps/shopper": { packages: ["domain", "contract", "sdk", "ui"], node: "no" },
  "apps/cli": { packages: ["domain", "contract", "sdk", "local-services"], node: "yes" },
};

/** Tests may also use what makes a test: the builders, the local PostgreSQL and Node itself. */
const PACKAGES_FOR_TESTS = ["testing", "local-services"];
const TEST_FILES = "\\.(test|suite)\\.tsx?$|/test-[^/]+\\.tsx?$|^(packages|apps)/[^/]+/tests/";

/** Settings of a build run in Node, whatever they build. */
const BUILD_SETTINGS = "^(packages|apps)/[^/]+/[^/]+\\.config\\.ts$";

/** The table as rules of dependency-cruiser, and the rules that hold for every row. */
export function importRules(): IRegularForbiddenRuleType[] {
  return [...Object.entries(importTable).flatMap(rulesOfRow), ...rulesForAll()];
}

function rulesOfRow([folder, row]: [string, ImportRow]): IRegularForbiddenRuleType[] {
  return [
    packageRule(folder, row),
    testPackageRule(folder, row),
    ...nodeRules(folder, row),
    ...npmRules(folder, row),
  ];
}

function packageRule(folder: string, row: ImportRow): IRegularForbiddenRuleType {
  return rule(
    `${folder}: packages`,
    `It may import these packages only: ${row.packages.join(", ") || "none"}.`,
    {
      from: { path: `^${folder}/`, pathNot: TEST_FILES },
      to: { path: "^packages/", pathNot: allowedFolders(folder, row.packages) },
    },
  );
}

/** Boards have suites that every driver passes; a test of the domain needs nothing but builders. */
function testPackageRule(folder: string, row: ImportRow): IRegularForbiddenRuleType {
  const packages = [...row.packages, ...PACKAGES_FOR_TESTS];
  return rule(`${folder}: packages in tests`, `Its tests may import ${packages.join(", ")} only.`, {
    from: { path: `^${folder}/.*(${TEST_FILES})|^${folder}/tests/` },
    to: { path: "^packages/", pathNot: allowedFolders(folder, packages) },
  });
}

function allowedFolders(folder: string, packages: readonly string[]): string[] {
  return [folder, ...packages.map((name) => `packages/${name}`)].map((place) => `^${place}/`);
}

function nodeRules(folder: string, row: ImportRow): IRegularForbiddenRuleType[] {
  if (row.node === "yes") return [];
  const exceptions = row.node === "no" ? [] : [row.node.only];
  return [
    rule(
      `${folder}: node`,
      "It runs where Node's own modules are not, or must not depend on them.",
      {
        from: { path: `^${folder}/`, pathNot: [TEST_FILES, BUILD_SETTINGS, ...exceptions] },
        to: { dependencyTypes: ["core"] },
      },
    ),
  ];
}

function npmRules(folder: string, row: ImportRow): IRegularForbiddenRuleType[] {
  if (row.npm === undefined) return [];
  const allowed = row.npm.map((name) => `(^|/)node_modules/${name}/`);
  return [
    rule(`${folder}: npm`, `It may use these from npm only: ${row.npm.join(", ") || "none"}.`, {
      from: { path: `^${folder}/`, pathNot: TEST_FILES },
      to: { path: "(^|/)node_modules/", pathNot: allowed },
    }),
  ];
}

function rulesForAll(): IRegularForbiddenRuleType[] {
  return [
    rule("apps never import apps", "What two apps share lives in a package.", {
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    }),
    rule("packages never import apps", "Packages stand on their own.", {
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    }),
    rule("main is imported by nobody", "Wiring starts there; nothing may reach back into it.", {
      from: { pathNot: "^apps/[^/]+/(src/main|tests)/" },
      to: { path: "^apps/[^/]+/src/main/", pathNot: "^apps/[^/]+/src/main/create-[^/]+\\.ts$" },
    }),
    rule("no circles", "Flow is one way; a circle of types alone never meets at run time.", {
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    }),
    rule("no unresolved imports", "An import that leads nowhere hides from every other rule.", {
      from: {},
      to: { couldNotResolve: true, pathNot: "\\?(raw|url|inline)$" },
    }),
  ];
}

function rule(
  name: string,
  comment: string,
  { from, to }: Pick<IRegularForbiddenRuleType, "from" | "to">,
): IRegularForbiddenRuleType {
  return { name: name.replaceAll(" ", "-"), comment, severity: "error", from, to };
}

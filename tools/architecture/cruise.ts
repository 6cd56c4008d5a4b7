import { cruise, type ICruiseResult } from "dependency-cruiser";
import { importRules } from "./import-table.ts";

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface Cruise {
  /** Modules of our own that were really read. */
  readonly modules: readonly string[];
  readonly violations: readonly Violation[];
}

/** Follows every import below the folders, type-only ones too, and applies the import table. */
export async function cruiseImports(baseDir: string, folders: readonly string[]): Promise<Cruise> {
  const answer = await cruise([...folders], {
    baseDir,
    validate: true,
    ruleSet: { forbidden: importRules() },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.tsbuild|generated)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  });
  if (typeof answer.output === "string") throw new Error("dependency-cruiser answered in words");
  return toCruise(answer.output);
}

function toCruise({ modules, summary }: ICruiseResult): Cruise {
  return {
    modules: modules
      .map(({ source }) => source)
      .filter((source) => /^(packages|apps)\//.test(source) && !source.includes("node_modules/")),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { RenderPage } from "@pigeonhole/contract/pages";

/**
 * The shopper app's built artefact: a module that renders pages and a folder of hashed assets.
 * Apps never import apps, so it is loaded by path at run time (ADR 0007).
 */
export type Pages = {
  readonly render: RenderPage;
  readonly assetsFolder: string;
};

/** The pages are not built; the interface works, people see a sentence instead. */
export class PagesMissingError extends Error {
  override readonly name = "PagesMissingError";
  readonly code = "pages_missing";
}

/** Loads `<folder>/server/render.js`. Throws PagesMissingError where it is not there. */
export async function loadPages(folder: string): Promise<Pages> {
  const module = path.join(folder, "server", "render.js");
  if (!existsSync(module)) {
    throw new PagesMissingError(
      `the pages for shoppers are not built (${module} is missing): run npm run build`,
    );
  }
  const { render } = (await import(pathToFileURL(module).href)) as { render: RenderPage };
  return { render, assetsFolder: path.join(folder, "client") };
}

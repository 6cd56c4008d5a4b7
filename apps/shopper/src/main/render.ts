// The artefact that the server loads by path: apps/shopper/dist/server/render.js.
import type { PageAssets } from "../pages/render-page.tsx";
import { createRenderPage } from "../pages/render-page.tsx";

/** Filled in by the build from the manifest of the browser's files. */
declare const __PAGE_ASSETS__: PageAssets;

export const render = createRenderPage(__PAGE_ASSETS__);

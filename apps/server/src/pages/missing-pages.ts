import type { FastifyInstance } from "fastify";
import { plainPage, sendPlainPage } from "../platform/http/plain-page.ts";

const body = `<h1>The pages are not built</h1>
<p>Run <code>npm run build</code> in the folder of Pigeonhole and start the server again.
Everything else works: <a href="/reference/">the reference of the interface</a>.</p>`;

/** Where nobody has built the pages, each says what to run. */
export function registerMissingPages(app: FastifyInstance): void {
  for (const path of ["/", "/track/:trackingNumber", "/t/:token"]) {
    app.get(path, (_, reply) => sendPlainPage(reply, plainPage("Pigeonhole", body, 503)));
  }
}

import type { PageInput } from "@pigeonhole/contract/pages";

/** What a page is drawn from on the device: everything but the nonce, which no script has to know. */
export type PageState = WithoutNonce<PageInput>;
type WithoutNonce<Page> = Page extends PageInput ? Omit<Page, "nonce"> : never;

/** The element that carries the state from the server's drawing to the device. */
export const pageStateId = "page-state";
/** The element that the pages are drawn into. */
export const pageRootId = "page";

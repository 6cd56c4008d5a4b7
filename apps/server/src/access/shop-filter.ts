import type { Caller } from "./key-gate.ts";

/** Whose things a caller sees: one shop's, or every shop's. What it hides is answered as absent. */
export type ShopFilter = { readonly shopId: string } | "every shop";

export function shopFilter(caller: Caller): ShopFilter {
  return caller.isOperator ? "every shop" : { shopId: caller.shopId };
}

export function isVisible(thing: { readonly shopId: string }, filter: ShopFilter): boolean {
  return filter === "every shop" || thing.shopId === filter.shopId;
}

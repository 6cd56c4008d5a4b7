import type { LayoutPlan } from "@pigeonhole/contract/layout";
import type { Refusal } from "../platform/http/refusals.ts";

type Mistakes = NonNullable<Refusal["errors"]>;

/**
 * What the shape of a layout cannot say: no two doors have one label, no two locks one address (a
 * pulse would open the wrong door), no two compartments of a module one row.
 */
export function findLayoutMistakes(layout: LayoutPlan): Mistakes {
  const mistakes: Mistakes = [];
  const labels = new Set<string>();
  const locks = new Set<string>();
  for (const [place, module] of layout.modules.entries()) {
    const rows = new Set<number>();
    for (const [index, compartment] of module.compartments.entries()) {
      const at = `/layout/modules/${place}/compartments/${index}`;
      const { bus, board, channel } = compartment.lock;
      const lock = JSON.stringify([bus, board, channel]);
      if (labels.has(compartment.label)) mistakes.push(twice(`${at}/label`, "label"));
      if (locks.has(lock)) mistakes.push(twice(`${at}/lock`, "lock"));
      if (rows.has(compartment.row)) mistakes.push(twice(`${at}/row`, "row"));
      labels.add(compartment.label);
      locks.add(lock);
      rows.add(compartment.row);
    }
  }
  if (labels.size === 0) {
    mistakes.push({ pointer: "/layout/modules", message: "a locker has a compartment at least" });
  }
  if (layout.kiosk.afterModule >= layout.modules.length) {
    mistakes.push({ pointer: "/layout/kiosk/afterModule", message: "there is no such module" });
  }
  return mistakes;
}

function twice(pointer: string, what: string) {
  return { pointer, message: `another compartment has the same ${what}` };
}

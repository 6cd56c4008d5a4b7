import { expect, test } from "vitest";
import { planPorts, portsPerInstallation, portsWithUses } from "./port-plan.ts";

test("an installation with three lockers keeps within its share of ports, each used once", () => {
  const ports = portsWithUses(planPorts(8_080, 3)).map(({ port }) => port);
  expect(new Set(ports).size).toBe(ports.length);
  expect(Math.max(...ports) - 8_080).toBeLessThan(portsPerInstallation);
  expect(Math.min(...ports)).toBe(8_080);
});

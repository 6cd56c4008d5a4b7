/**
 * One number decides all ports of an installation, so that two of them run side by side when their
 * numbers are at least `portsPerInstallation` apart.
 */
export const portsPerInstallation = 20;
export const defaultPort = 8080;

export type LockerPorts = {
  readonly screen: number;
  readonly wallPage: number;
  readonly boards: number;
};

export type PortPlan = {
  readonly server: number;
  readonly inboxPage: number;
  readonly smtp: number;
  readonly postgres: number;
  readonly desk: number;
  readonly lockers: readonly LockerPorts[];
};

const firstLockerOffset = 6;
const portsPerLocker = 3;

/** Plans the ports from `base` upwards for that many demonstration lockers. */
export function planPorts(base: number, lockerCount: number): PortPlan {
  return {
    server: base,
    inboxPage: base + 1,
    smtp: base + 2,
    postgres: base + 3,
    desk: base + 4,
    lockers: Array.from({ length: lockerCount }, (_, index) => {
      const first = base + firstLockerOffset + index * portsPerLocker;
      return { screen: first, wallPage: first + 1, boards: first + 2 };
    }),
  };
}

/** Every port of the plan with what it is for, to say so when one is taken. */
export function portsWithUses(plan: PortPlan): { port: number; use: string }[] {
  return [
    { port: plan.server, use: "the server and its pages" },
    { port: plan.inboxPage, use: "the mail inbox's page" },
    { port: plan.smtp, use: "the mail inbox" },
    { port: plan.postgres, use: "PostgreSQL" },
    { port: plan.desk, use: "the demonstration desk" },
    ...plan.lockers.flatMap((ports, index) => [
      { port: ports.screen, use: `the screen of locker ${index + 1}` },
      { port: ports.wallPage, use: `the wall of locker ${index + 1}` },
      { port: ports.boards, use: `the lock boards of locker ${index + 1}` },
    ]),
  ];
}

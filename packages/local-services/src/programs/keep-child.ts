import { type ChildPlan, type ChildProgram, type ChildWatch, startChild } from "./child-program.ts";
import { createRestarter } from "./create-restarter.ts";

/** A program that is started again when it ends by itself. */
export type KeptProgram = {
  readonly name: string;
  /**
   * The program did its first work. Before that its end is an error of the start, which a restart
   * would only hide.
   */
  markReady(): void;
  stop(): Promise<void>;
};

export type KeptWatch = ChildWatch & {
  /** One line for the person who watches. */
  readonly tell: (line: string) => void;
};

/** Starts a program; `onEnd` is called only when it ends before it was ready. */
export function keepChild(plan: ChildPlan, watch: KeptWatch): KeptProgram {
  let isReady = false;
  const restarter = createRestarter({
    name: plan.name,
    tell: watch.tell,
    start: async () => {
      child = start();
    },
  });
  let child = start();

  function start(): ChildProgram {
    return startChild(plan, {
      onLine: watch.onLine,
      onEnd: (name, how) => {
        if (isReady) restarter.ended(how);
        else watch.onEnd(name, how);
      },
    });
  }

  return {
    name: plan.name,
    markReady() {
      isReady = true;
    },
    async stop() {
      await restarter.leave();
      await child.stop();
    },
  };
}

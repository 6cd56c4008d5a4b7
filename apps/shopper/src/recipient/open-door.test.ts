import type { RemoteOpening } from "@pigeonhole/contract/http/recipients";
import { problemFor } from "@pigeonhole/contract/problem";
import { ClientError } from "@pigeonhole/sdk/client-error";
import { describe, expect, it } from "vitest";
import type { OpenDoorDeps } from "./open-door.ts";
import { openDoor, openingPollsMax, presenceDigits } from "./open-door.ts";

type State = RemoteOpening["state"] | "lost";

function anOpening(state: RemoteOpening["state"]): RemoteOpening {
  return { id: "cmd_aa000000000000000001", state, reason: null };
}

/** A locker whose first answer is `asked` and then, question by question, `later`. */
function aLocker(asked: State | "rate_limited" | "not_possible", later: readonly State[] = []) {
  const calls = { open: 0, opening: 0, pauses: 0 };
  const answer = (state: State) => {
    if (state === "lost") throw new ClientError("client.unreachable", "openRemotely");
    return { ok: true as const, status: 200, body: anOpening(state) };
  };
  const deps: OpenDoorDeps = {
    link: {
      async open() {
        calls.open += 1;
        if (asked === "rate_limited" || asked === "not_possible") {
          const code = asked === "rate_limited" ? "request.rate_limited" : "opening.not_possible";
          return { ok: false, problem: problemFor("http://x", code) };
        }
        return answer(asked);
      },
      async opening() {
        calls.opening += 1;
        return answer(later[calls.opening - 1] ?? later.at(-1) ?? "waiting");
      },
    },
    async pause() {
      calls.pauses += 1;
    },
  };
  return { deps, calls };
}

describe("opening the door from the phone", () => {
  it("says that the door is open once the locker has said so", async () => {
    const { deps, calls } = aLocker("waiting", ["waiting", "opened"]);
    expect(await openDoor(deps, "1234")).toEqual({ kind: "opened" });
    expect(calls).toEqual({ open: 1, opening: 2, pauses: 2 });
  });

  it("asks the locker once only, also when the answer to the request is lost", async () => {
    const { deps, calls } = aLocker("lost");
    expect(await openDoor(deps, "1234")).toEqual({ kind: "failed", text: "opening.unsure" });
    expect(calls.open).toBe(1);
  });

  it("goes on following the opening when one question stays without an answer", async () => {
    const { deps } = aLocker("waiting", ["lost", "waiting", "opened"]);
    expect(await openDoor(deps, "1234")).toEqual({ kind: "opened" });
  });

  it.each([
    ["refused", "opening.refused"],
    ["expired", "opening.expired"],
  ] as const)("tells what to do when the opening was %s", async (state, text) => {
    const { deps } = aLocker("waiting", [state]);
    expect(await openDoor(deps, "1234")).toEqual({ kind: "failed", text });
  });

  it.each([
    ["presence_not_proven", "opening.presence"],
    ["somebody_is_served", "opening.busy"],
    ["too_many_remote_openings", "opening.refused"],
  ] as const)("says what a person can do when the kiosk refuses: %s", async (reason, text) => {
    const { deps } = aLocker("waiting");
    const refused = { ok: true, status: 200, body: { ...anOpening("refused"), reason } } as const;
    const link = { ...deps.link, opening: async () => refused };
    expect(await openDoor({ ...deps, link }, "1234")).toEqual({ kind: "failed", text });
  });

  it.each([
    ["rate_limited", "failure.rateLimited"],
    ["not_possible", "opening.notPossible"],
  ] as const)("tells what to do when the network says %s", async (asked, text) => {
    expect(await openDoor(aLocker(asked).deps, "1234")).toEqual({ kind: "failed", text });
  });

  it("ends following after its limit and does not claim that nothing opened", async () => {
    const { deps, calls } = aLocker("waiting", ["waiting"]);
    expect(await openDoor(deps, "1234")).toEqual({ kind: "failed", text: "opening.unsure" });
    expect(calls.opening).toBe(openingPollsMax);
  });
});

describe("the four digits of the screen", () => {
  it("may be typed with spaces or in full-width figures", () => {
    expect(presenceDigits(" 12 34 ")).toBe("1234");
    expect(presenceDigits("１２３４")).toBe("1234");
  });

  it.each(["", "123", "12345", "12a4", "1234 5678"])("are not %j", (typed) => {
    expect(presenceDigits(typed)).toBeNull();
  });
});

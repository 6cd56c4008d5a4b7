import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import {
  deviceFrameBytesMax,
  devicePath,
  deviceSubprotocol,
} from "@pigeonhole/contract/device/frames";
import { err, type Result } from "@pigeonhole/domain/result";
import { type WebSocket, WebSocketServer } from "ws";
import type { AuthenticateKiosk, Kiosk } from "./authenticate-kiosk.ts";

export type UpgradePorts = {
  readonly authenticate: AuthenticateKiosk;
  readonly connected: (kiosk: Kiosk, socket: WebSocket) => void;
  readonly refused: (reason: string) => void;
  readonly failed: (error: unknown) => void;
  readonly now: () => Temporal.Instant;
};

type Answer = "400 Bad Request" | "401 Unauthorized" | "404 Not Found" | "503 Service Unavailable";

/** Turns upgrade requests on the device path into connections of proven kiosks. */
export function acceptUpgrades(server: Server, ports: UpgradePorts): void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: deviceFrameBytesMax,
    perMessageDeflate: false,
    handleProtocols: () => deviceSubprotocol,
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const goneBefore = () => socket.destroy();
    socket.on("error", goneBefore);
    const enter = (kiosk: Kiosk) =>
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        socket.off("error", goneBefore);
        ports.connected(kiosk, accepted);
      });
    judge(request, ports).then(
      (judged) => {
        if (judged.ok && !socket.destroyed) enter(judged.value);
        if (!judged.ok) endWith(socket, judged.error, ports.now());
      },
      (error: unknown) => {
        ports.failed(error);
        endWith(socket, "503 Service Unavailable", ports.now());
      },
    );
  });
}

async function judge(
  request: IncomingMessage,
  ports: UpgradePorts,
): Promise<Result<Kiosk, Answer>> {
  const refuse = (answer: Answer, reason: string) => {
    ports.refused(reason);
    return err(answer);
  };
  if (pathOf(request) !== devicePath) return refuse("404 Not Found", "other_path");
  if (!offersProtocol(request)) return refuse("400 Bad Request", "other_protocol");
  const kiosk = await ports.authenticate(request);
  return kiosk.ok ? kiosk : refuse("401 Unauthorized", kiosk.error.type);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}

function offersProtocol(request: IncomingMessage): boolean {
  const offered = request.headers["sec-websocket-protocol"] ?? "";
  return offered.split(",").some((name) => name.trim() === deviceSubprotocol);
}

/** `Date` lets a kiosk whose clock is wrong find out why its token was not valid. */
function endWith(socket: Duplex, answer: Answer, now: Temporal.Instant): void {
  const date = new Date(now.epochMilliseconds).toUTCString();
  socket.end(
    `HTTP/1.1 ${answer}\r\nDate: ${date}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

import {
  deviceFrameBytesMax,
  devicePath,
  deviceSubprotocol,
} from "@pigeonhole/contract/device/frames";
import WebSocket from "ws";
import type { OpenSocket } from "./device-socket.ts";

const connectTimeoutMs = 10_000;

/** The kiosk's one outbound connection: WebSocket with the token in a header, never in the address. */
export function createWebSocketOpener(server: string): OpenSocket {
  const url = new URL(devicePath, server);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";

  return (token, listener) => {
    const socket = new WebSocket(url, deviceSubprotocol, {
      headers: { authorization: `Bearer ${token}` },
      maxPayload: deviceFrameBytesMax,
      handshakeTimeout: connectTimeoutMs,
      perMessageDeflate: false,
    });
    let isClosed = false;
    let reason = "closed";
    const close = (serverDate?: Temporal.Instant) => {
      if (isClosed) return;
      isClosed = true;
      listener.closed({ reason, ...(serverDate === undefined ? {} : { serverDate }) });
    };
    socket.on("open", listener.opened);
    socket.on("message", (payload, isBinary) => {
      listener.message(isBinary ? "" : payload.toString());
    });
    socket.on("pong", listener.alive);
    socket.on("ping", listener.alive);
    socket.on("unexpected-response", (_request, response) => {
      reason = `refused with ${response.statusCode ?? "no status"}`;
      response.destroy();
      socket.terminate();
      close(readHttpDate(response.headers.date));
    });
    socket.on("error", (error) => {
      reason = error.message;
    });
    socket.on("close", (code) => {
      if (reason === "closed") reason = `closed with ${code}`;
      close();
    });
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      ping: () => {
        if (socket.readyState === WebSocket.OPEN) socket.ping();
      },
      close: () => socket.terminate(),
    };
  };
}

function readHttpDate(text: string | undefined): Temporal.Instant | undefined {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? undefined : Temporal.Instant.fromEpochMilliseconds(ms);
}

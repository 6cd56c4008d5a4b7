import { BlockList, isIP } from "node:net";
import { err, ok, type Result } from "@pigeonhole/domain/result";

/**
 * Which addresses the server may be sent to by a shop. Without this, anybody with a key could make
 * it knock on doors inside the operator's own network. Names are judged again at every connection,
 * by the address they lead to at that moment.
 */
export type AddressRules = {
  /** Only for trials: this network itself runs on loopback. */
  readonly allowsLoopback: boolean;
};
export type AddressRefusal = { readonly type: "url_not_allowed"; readonly reason: string };

const loopback = blocks(["127.0.0.0/8"], ["::1/128"]);

/** IANA special-purpose registries: nothing in them is a public receiver. */
const special = blocks(
  [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
  ],
  [
    "::/128",
    "::/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
  ],
);

export function addressRules(publicUrl: string): AddressRules {
  return { allowsLoopback: isLoopbackHost(new URL(publicUrl).hostname) };
}

/** Judges the form of a webhook address; where its name leads is judged when connecting. */
export function judgeUrl(text: string, rules: AddressRules): Result<URL, AddressRefusal> {
  const url = URL.parse(text);
  if (url === null) return refused("not a URL");
  const isLocal = rules.allowsLoopback && isLoopbackHost(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) {
    return refused("not https");
  }
  if (url.username !== "" || url.password !== "") return refused("holds a password");
  const host = bareHost(url.hostname);
  if (isIP(host) !== 0 && !isAllowedAddress(host, rules)) return refused("not a public address");
  if (!rules.allowsLoopback && isLoopbackHost(url.hostname)) return refused("not a public address");
  return ok(url);
}

/** Whether a connection to this IP address may be made. */
export function isAllowedAddress(address: string, rules: AddressRules): boolean {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  const family = isIP(plain) === 6 ? "ipv6" : "ipv4";
  // Any other way of writing a mapped address is no address people use.
  if (family === "ipv6" && plain.toLowerCase().startsWith("::ffff:")) return false;
  if (loopback.check(plain, family)) return rules.allowsLoopback;
  return !special.check(plain, family);
}

function isLoopbackHost(hostname: string): boolean {
  const host = bareHost(hostname);
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  const version = isIP(host);
  return version !== 0 && loopback.check(host, version === 6 ? "ipv6" : "ipv4");
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function refused(reason: string): Result<never, AddressRefusal> {
  return err({ type: "url_not_allowed", reason });
}

function blocks(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList();
  const add = (range: string, family: "ipv4" | "ipv6") => {
    const [net = "", bits] = range.split("/");
    list.addSubnet(net, Number(bits), family);
  };
  for (const range of ipv4) add(range, "ipv4");
  for (const range of ipv6) add(range, "ipv6");
  return list;
}

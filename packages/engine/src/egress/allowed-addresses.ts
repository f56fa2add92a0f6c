import { ConfigurationError } from "@todoke/core";
import ipaddr from "ipaddr.js";

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Special ranges that are written as global ones, beside those that the library knows: protocol assignments, 6to4 relays, documentation. */
const alsoSpecial = ["192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "2001::/23", "3fff::/20"].map((network) => ipaddr.parseCIDR(network));
/** All of IPv6 that has been given out; embedded IPv4 addresses in other forms lie outside. */
const globalIpv6 = ipaddr.parseCIDR("2000::/3");

/** Reads networks such as `10.1.0.0/16` and `::1/128`. Throws `ConfigurationError`. */
export function readNetworks(networks: readonly string[], setting: string): readonly Network[] {
  return networks.map((network) => {
    if (!ipaddr.isValidCIDR(network)) throw new ConfigurationError(setting, "must be networks with their length, such as 10.1.0.0/16 or ::1/128");
    return ipaddr.parseCIDR(network);
  });
}

/** Whether an address lies in one of the networks; one that is IPv4 inside IPv6 counts as what it is. */
export function isWithin(address: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some(([base, length]) => parsed.kind() === base.kind() && parsed.match(base, length));
}

/** Whether an address is anybody's on the internet: nothing of this machine, of its networks, or of any special use. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast" || isWithin(address, alsoSpecial)) return false;
  return parsed.kind() === "ipv4" || isWithin(address, [globalIpv6]);
}

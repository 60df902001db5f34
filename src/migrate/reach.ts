/** Can a service out there open a link of ours? Only by a name that everybody knows: an address of this machine or this network means something else there. */
import { isIP } from "node:net";

const LOCAL = /^(?:localhost|[^.]+|.*\.(?:localhost|local|internal|intranet|lan|home|corp|test|example|invalid))$/i;

/** `service`: the address of who is to open it. One that is itself at home here, a stand-in, opens what is at home here too. */
export function canReach(service: string, link: URL): boolean {
  if (isHere(new URL(service).hostname)) return true;
  return link.protocol === "https:" && isIP(bare(link.hostname)) === 0 && !LOCAL.test(link.hostname);
}

function isHere(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(bare(hostname));
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

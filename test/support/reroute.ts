/** Hosts of the world, reached on loopback: HTTPS to them goes as HTTP to a server here, with the Host header as it was signed. */
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";

export interface Sent {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** For this process, until `restore`. Every request is written down, whatever becomes of it. */
export function reroute(hosts: RegExp, to: string): { readonly sent: Sent[]; restore(): void } {
  const { hostname, port } = new URL(to);
  const sent: Sent[] = [];
  const before = { request: https.request, fetch: globalThis.fetch };
  const forward = (method: string, host: string, path: string, headers: http.OutgoingHttpHeaders) => {
    sent.push({ method, host, path, headers });
    return http.request({ hostname, port, method, path, headers: { ...headers, host } });
  };
  const patched = (options: https.RequestOptions, answered?: (answer: http.IncomingMessage) => void) => {
    const host = String(options.host ?? options.hostname);
    if (!hosts.test(host)) throw new Error(`a request to ${host}, which is none of the hosts of this test`);
    const request = forward(
      options.method ?? "GET",
      host,
      options.path ?? "/",
      options.headers as http.OutgoingHttpHeaders,
    );
    if (answered !== undefined) request.once("response", answered);
    return request;
  };
  https.request = patched as typeof https.request;
  syncBuiltinESMExports();
  globalThis.fetch = async (input, init) => {
    const url = new URL(String(input));
    if (!hosts.test(url.hostname)) return await before.fetch(input, init);
    const headers = Object.fromEntries(new Headers(init?.headers));
    const request = forward(init?.method ?? "GET", url.host, `${url.pathname}${url.search}`, headers);
    return await new Promise((resolve, reject) => {
      request.once("error", reject);
      request.once("response", (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.once("end", () => {
          const status = answer.statusCode ?? 0;
          const known = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
          resolve(
            new Response(status === 204 || status === 304 ? null : Buffer.concat(chunks), { status, headers: known }),
          );
        });
      });
      request.end();
    });
  };
  return {
    sent,
    restore: () => {
      https.request = before.request;
      syncBuiltinESMExports();
      globalThis.fetch = before.fetch;
    },
  };
}

/**
 * Render's API, as far as this tool calls it: services, variables one by one, deploys, Blueprint validation; with paging, rate limits and refusals.
 * The call that replaces all variables is there too, and counts: nobody may make it.
 */
import { createServer } from "node:http";

/**
 * @typedef {{ method: string, path: string, status: number }} Seen
 * @typedef {{ id: string, name: string, type: string, ownerId: string, variables: Map<string, string> }} Service
 */

const LAST = new Set(["live", "build_failed", "update_failed", "pre_deploy_failed", "canceled", "deactivated"]);

/** Starts on a free port of loopback. */
export async function startRenderEmulator({ key = "rnd_emulatorEmulator0123456789" } = {}) {
  /** @type {Map<string, Service>} */
  const services = new Map();
  /** @type {Map<string, { id: string, serviceId: string, statuses: string[] }>} */
  const deploys = new Map();
  /** @type {Seen[]} */
  const requests = [];
  /** @type {{ when: (method: string, path: string) => boolean, status: number, headers?: Record<string, string>, body?: string, times: number }[]} */
  let faults = [];
  const world = { replacedAll: 0, deployStatuses: ["queued", "build_in_progress", "live"], blueprintErrors: [] };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://emulator");
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const method = request.method ?? "GET";
    const path = url.pathname.replace(/^\/v1/, "");
    const answer = (status, value, headers = {}) => {
      requests.push({ method, path, status });
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));
    };
    const fault = faults.find((one) => one.times > 0 && one.when(method, path));
    if (fault !== undefined) {
      fault.times -= 1;
      if (fault.status === 0) return request.socket.destroy();
      return answer(fault.status, fault.body ?? { message: "injected" }, fault.headers);
    }
    if (request.headers.authorization !== `Bearer ${key}`) return answer(401, { message: "Unauthorized" });
    const parts = path
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent);
    if (method === "POST" && path === "/blueprints/validate") return validate(request, body, answer);
    if (parts[0] !== "services") return answer(404, { message: "not found" });
    if (parts.length === 1) return answer(200, page([...services.values()].filter(named(url)), url, "service", shown));
    const service = services.get(parts[1] ?? "");
    if (service === undefined) return answer(404, { message: `not found: service ${parts[1]}` });
    if (parts.length === 2) return answer(200, shown(service));
    if (parts[2] === "env-vars") return variables(method, parts, service, url, body, answer);
    if (parts[2] === "deploys") return deploysOf(method, parts, service, answer);
    return answer(404, { message: "not found" });
  });

  function variables(method, parts, service, url, body, answer) {
    if (parts.length === 3 && method === "GET") {
      const all = [...service.variables].map(([name, value]) => ({ key: name, value }));
      return answer(
        200,
        page(all, url, "envVar", (one) => one),
      );
    }
    if (parts.length === 3 && method === "PUT") {
      world.replacedAll += 1;
      return answer(500, { message: "all variables would be replaced" });
    }
    const name = parts[3] ?? "";
    if (method === "PUT") {
      const given = JSON.parse(body.toString("utf8"));
      if (typeof given.value !== "string") return answer(400, { message: "value must be a string" });
      service.variables.set(name, given.value);
      return answer(200, { key: name, value: given.value });
    }
    if (method === "DELETE")
      return service.variables.delete(name) ? answer(204) : answer(404, { message: "not found" });
    return answer(405, { message: "method not allowed" });
  }

  function deploysOf(method, parts, service, answer) {
    if (method === "POST" && parts.length === 3) {
      const id = `dep-${deploys.size + 1}`;
      deploys.set(id, { id, serviceId: service.id, statuses: [...world.deployStatuses] });
      return answer(201, { id, status: "created" });
    }
    const deploy = deploys.get(parts[3] ?? "");
    if (deploy === undefined || deploy.serviceId !== service.id) return answer(404, { message: "not found" });
    const status = deploy.statuses[0] ?? "live";
    if (!LAST.has(status)) deploy.statuses.shift();
    return answer(200, { id: deploy.id, status });
  }

  async function validate(request, body, answer) {
    const form = await new Response(body, {
      headers: { "content-type": request.headers["content-type"] ?? "" },
    }).formData();
    const file = form.get("file");
    if (typeof form.get("ownerId") !== "string" || file === null || typeof file === "string") {
      return answer(400, { message: "ownerId and file are required" });
    }
    return answer(200, { valid: world.blueprintErrors.length === 0, errors: world.blueprintErrors });
  }

  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    key,
    world,
    requests,
    deploys,
    /** @param {{ id: string, name: string, type?: string, ownerId?: string, variables?: Record<string, string> }} given */
    addService({ id, name, type = "web_service", ownerId = "tea-emulator", variables: given = {} }) {
      const service = { id, name, type, ownerId, variables: new Map(Object.entries(given)) };
      services.set(id, service);
      return service;
    },
    /**
     * The next `times` requests that match are answered so; status 0 cuts the connection.
     * @param {(method: string, path: string) => boolean} when
     * @param {number} status
     * @param {{ headers?: Record<string, string>, body?: string, times?: number }} [how]
     */
    fail(when, status, { headers = {}, body, times = 1 } = {}) {
      faults.push({ when, status, headers, times, ...(body === undefined ? {} : { body }) });
    },
    calm() {
      faults = [];
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {URL} url */
function named(url) {
  const name = url.searchParams.get("name");
  return (service) => name === null || service.name.includes(name);
}

function shown({ id, name, type, ownerId }) {
  return { id, name, type, ownerId, serviceDetails: { plan: "starter" } };
}

/** @param {URL} url */
function page(all, url, label, show) {
  const limit = Math.min(Number(url.searchParams.get("limit") ?? "20"), 100);
  const from = Number(url.searchParams.get("cursor") ?? "0");
  return all.slice(from, from + limit).map((one, index) => ({ [label]: show(one), cursor: String(from + index + 1) }));
}

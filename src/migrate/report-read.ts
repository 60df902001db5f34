/** Reads a report file of migrate again, a line at a time: what report-file.ts wrote, CSV or JSON. */
import { createReadStream } from "node:fs";

/** One object of a report, in the language in which it was written. */
export interface ReportRecord {
  readonly name: string;
  readonly status: string;
  readonly bytes: number | null;
  readonly code: string;
  readonly message: string;
}

/** What stands at the end of a report of `--shard`. */
export interface ReportEnd {
  readonly shard: string;
  readonly from: string;
  readonly to: string;
  readonly complete: boolean;
  /** null: nobody asked. */
  readonly verified: boolean | null;
}

/** Throws NotAReport, and what the system says of a file that cannot be read. */
export async function* readReport(file: string): AsyncGenerator<ReportRecord | ReportEnd, void, undefined> {
  if (/\.csv$/i.test(file)) yield* readCsv(file);
  else yield* readJson(file);
}

export class NotAReport extends Error {
  override readonly name = "NotAReport";
}

/** Statuses that say that something is wrong. */
export const TROUBLE: ReadonlySet<string> = new Set(["failed", "missing", "different"]);

export const HEAD = ["name", "status", "bytes", "code", "message"] as const;

async function* readCsv(file: string): AsyncGenerator<ReportRecord | ReportEnd, void, undefined> {
  let first = true;
  for await (const cells of rowsOf(file)) {
    if (first) {
      if (cells.join(",") !== HEAD.join(",")) throw new NotAReport();
      first = false;
      continue;
    }
    const [name = "", status = "", bytes = "", code = "", message = ""] = cells;
    if (cells.length !== HEAD.length || !/^\d*$/.test(bytes)) throw new NotAReport();
    if (status === "end") yield endOf(parsedObject(message));
    else yield { name, status, bytes: bytes === "" ? null : Number(bytes), code, message };
  }
  if (first) throw new NotAReport();
}

/** Rows of RFC 4180. */
async function* rowsOf(file: string): AsyncGenerator<readonly string[], void, undefined> {
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  // A quote at the end of a piece may be the first half of two.
  let pending = false;
  for await (const piece of createReadStream(file, { encoding: "utf8", highWaterMark: 256 * 1024 })) {
    for (const sign of String(piece)) {
      if (quoted) {
        if (pending) {
          pending = false;
          if (sign === '"') {
            cell += '"';
            continue;
          }
          quoted = false;
        } else {
          if (sign === '"') pending = true;
          else cell += sign;
          continue;
        }
      }
      if (sign === '"' && cell === "") quoted = true;
      else if (sign === ",") {
        cells.push(cell);
        cell = "";
      } else if (sign === "\n") {
        cells.push(cell.endsWith("\r") ? cell.slice(0, -1) : cell);
        yield cells;
        cells = [];
        cell = "";
      } else cell += sign;
    }
  }
  if (cell !== "" || cells.length > 0) throw new NotAReport();
}

/** An array with one object on each line, as we write it. */
async function* readJson(file: string): AsyncGenerator<ReportRecord | ReportEnd, void, undefined> {
  let rest = "";
  let opened = false;
  let closed = false;
  for await (const piece of createReadStream(file, { encoding: "utf8", highWaterMark: 256 * 1024 })) {
    const lines = (rest + String(piece)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!opened) {
        if (line !== "[") throw new NotAReport();
        opened = true;
      } else if (line === "]") closed = true;
      else if (line !== "") yield recordOf(line.replace(/,$/, ""));
    }
  }
  if (!closed) throw new NotAReport();
}

function parsedObject(json: string): object {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new NotAReport();
  }
  if (typeof value !== "object" || value === null) throw new NotAReport();
  return value;
}

function recordOf(line: string): ReportRecord | ReportEnd {
  const value = parsedObject(line);
  if ("shard" in value) return endOf(value);
  if (!("name" in value) || !("status" in value) || !("bytes" in value)) throw new NotAReport();
  return {
    name: String(value.name),
    status: String(value.status),
    bytes: typeof value.bytes === "number" ? value.bytes : null,
    code: "code" in value ? String(value.code) : "",
    message: "message" in value ? String(value.message) : "",
  };
}

function endOf(value: object): ReportEnd {
  if (!("shard" in value) || !("from" in value) || !("to" in value) || !("complete" in value)) throw new NotAReport();
  const verified = "verified" in value && typeof value.verified === "boolean" ? value.verified : null;
  return {
    shard: String(value.shard),
    from: String(value.from),
    to: String(value.to),
    complete: value.complete === true,
    verified,
  };
}

/** The reader of answers: the same whatever pieces they come in, and nothing that is no answer is taken for one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerReader, BadAnswer } from "../../../../src/providers/s3/wire/answer-reader.ts";

interface Read {
  status: number | null;
  headers: Readonly<Record<string, string>>;
  body: string;
  ended: boolean;
  reusable: boolean | null;
}

function read(pieces: readonly Buffer[], method = "GET", close = false): Read {
  const result: Read = { status: null, headers: {}, body: "", ended: false, reusable: null };
  const reader = new AnswerReader(method, {
    onHead: ({ status, headers }) => {
      expect(result.status).toBeNull();
      Object.assign(result, { status, headers });
    },
    onBody: (chunk) => {
      expect(result.ended).toBe(false);
      result.body += chunk.toString("latin1");
    },
    onEnd: (reusable) => {
      expect(result.ended).toBe(false);
      Object.assign(result, { ended: true, reusable });
    },
  });
  for (const piece of pieces) reader.push(Buffer.from(piece));
  if (close) reader.close();
  return result;
}

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

/** The text cut at the given places. */
function cut(text: string, places: readonly number[]): Buffer[] {
  const whole = bytes(text);
  const at = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
  return [0, ...at]
    .map((start, index) => whole.subarray(start, at[index] ?? whole.length))
    .filter(({ length }) => length > 0);
}

const body = fc.string({ unit: fc.constantFrom("a", "\r", "\n", "0", "é", "\0"), maxLength: 80 });
const places = fc.array(fc.nat(400), { maxLength: 30 });

test("a body with a length, in any pieces", () => {
  fc.assert(
    fc.property(body, places, (text, at) => {
      const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${bytes(text).length}\r\nETag: "x"\r\n\r\n${text}`;
      expect(read(cut(answer, at))).toMatchObject({
        status: 200,
        body: text,
        ended: true,
        reusable: true,
        headers: { etag: '"x"' },
      });
    }),
  );
});

test("a body in chunks, with extensions and trailers, in any pieces", () => {
  fc.assert(
    fc.property(fc.array(body.filter((text) => text !== "")), places, fc.boolean(), (chunks, at, trailer) => {
      const sent = chunks.map((text) => `${bytes(text).length.toString(16)};x=1\r\n${text}\r\n`).join("");
      const answer = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${sent}0\r\n${trailer ? "x: y\r\n" : ""}\r\n`;
      expect(read(cut(answer, at))).toMatchObject({ body: chunks.join(""), ended: true, reusable: true });
    }),
  );
});

test("a body until the connection ends; the answer to a HEAD; an answer after 100 Continue", () => {
  expect(read([bytes("HTTP/1.0 200 OK\r\n\r\nabc")], "GET", true)).toMatchObject({
    body: "abc",
    ended: true,
    reusable: false,
  });
  expect(read([bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")], "HEAD")).toMatchObject({
    body: "",
    ended: true,
  });
  expect(read([bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")])).toMatchObject({
    status: 204,
    ended: true,
  });
  expect(read([bytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")])).toMatchObject({
    reusable: false,
  });
});

test("what was cut is an error, wherever", () => {
  const answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
  for (let at = 0; at < answer.length; at += 1) {
    expect(() => read([bytes(answer.slice(0, at))], "GET", true)).toThrow(BadAnswer);
  }
  const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  for (let at = 0; at < chunked.length; at += 1) {
    expect(() => read([bytes(chunked.slice(0, at))], "GET", true)).toThrow(BadAnswer);
  }
});

test.each([
  "SSH-2.0-OpenSSH_9.2\r\n\r\n",
  "HTTP/2 200\r\n\r\n",
  "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
  "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
  "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
  `HTTP/1.1 200 OK\r\nA: ${"b".repeat(70_000)}`,
])("not an answer: %j", (text) => {
  expect(() => read([bytes(text)])).toThrow(BadAnswer);
});

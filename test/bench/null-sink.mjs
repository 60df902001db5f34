/**
 * An S3 that keeps nothing: it takes every object, counts the bytes, and lists what it was told to pretend. For timing clients, so it does
 * as little as it can. Buckets: `sink` is always empty; `full` and `twin` list so many objects, all equal, `serve` has them to give; `holed` is `full`
 * without every so many-th.
 *   node null-sink.mjs OBJECTS BYTES     prints its port; `GET /?counts` tells and forgets what it took
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const OBJECTS = Number(process.argv[2] ?? 2000);
const BYTES = Number(process.argv[3] ?? 20_000);
const CONTENT = Buffer.alloc(BYTES, "0123456789abcdef");
const ETAG = createHash("md5").update(CONTENT).digest("hex");
const WIDTH = String(OBJECTS).length;
/** In `holed`, one of so many is missing. */
const HOLE = 20_000;
const none = () => ({ objects: 0, bytes: 0, given: 0, pages: 0, pagesAtFirst: 0 });
const counts = none();

const keyOf = (index) => `media/${String(index).padStart(WIDTH, "0")}.jpg`;

/** A page of the pretended listing. Both versions of the list are spoken: clients differ in which they ask for. */
function page(bucket, query) {
  counts.pages += 1;
  const asked = new URLSearchParams(query);
  const marker = asked.get("marker") ?? asked.get("start-after");
  const from = marker ? Number(/\d+/.exec(marker)?.[0] ?? -1) + 1 : Number(asked.get("continuation-token") ?? 0);
  const to = Math.min(OBJECTS, from + 1000);
  const more =
    to < OBJECTS ? `<NextContinuationToken>${to}</NextContinuationToken><NextMarker>${keyOf(to - 1)}</NextMarker>` : "";
  const rows = [];
  for (let index = from; index < to; index += 1) {
    if (bucket === "holed" && index % HOLE === 0) continue;
    rows.push(
      `<Contents><Key>${keyOf(index)}</Key><LastModified>2026-11-24T10:00:00.000Z</LastModified><ETag>&quot;${ETAG}&quot;</ETag><Size>${BYTES}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    );
  }
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType><IsTruncated>${to < OBJECTS}</IsTruncated>${more}${rows.join("")}</ListBucketResult>`;
}

const EMPTY =
  '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated></ListBucketResult>';

function answer(request, taken, response) {
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const [, bucket = "", ...rest] = path.split("/");
  const key = rest.join("/");
  const say = (status, headers, body = "") => {
    response.writeHead(status, { "x-amz-request-id": "1", "Content-Length": Buffer.byteLength(body), ...headers });
    response.end(body);
  };
  const xml = (body) => say(200, { "Content-Type": "application/xml" }, body);
  if (path === "/" && query === "counts") {
    say(200, {}, JSON.stringify(counts));
    Object.assign(counts, none());
    return;
  }
  const pretends = /^(?:full|twin|serve|holed)$/.test(bucket);
  switch (request.method) {
    case "PUT":
      counts.bytes += taken;
      if (!query.includes("partNumber")) counts.objects += 1;
      if (counts.objects === 1) counts.pagesAtFirst = counts.pages;
      if (request.headers["x-amz-copy-source"] !== undefined)
        return xml(`<CopyObjectResult><ETag>&quot;${ETAG}&quot;</ETag></CopyObjectResult>`);
      return say(200, { ETag: `"${ETAG}"` });
    case "POST":
      if (query.startsWith("uploads")) return xml("<R><UploadId>u</UploadId></R>");
      counts.objects += 1;
      return xml(`<R><ETag>&quot;${ETAG}-2&quot;</ETag></R>`);
    case "HEAD":
      if (key === "") return say(200, {});
      if (!pretends || key === "media") return say(404, {});
      response.writeHead(200, { "x-amz-request-id": "1", "Content-Length": BYTES, ETag: `"${ETAG}"` });
      return response.end();
    case "GET": {
      if (key === "") return xml(pretends ? page(bucket, query) : EMPTY);
      counts.given += 1;
      const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
      const part = first === undefined ? CONTENT : CONTENT.subarray(Number(first), last ? Number(last) + 1 : BYTES);
      response.writeHead(first === undefined ? 200 : 206, {
        "x-amz-request-id": "1",
        "Content-Length": part.length,
        ...(first === undefined
          ? {}
          : { "Content-Range": `bytes ${first}-${Number(first) + part.length - 1}/${BYTES}` }),
        "Content-Type": "image/jpeg",
        "Last-Modified": "Tue, 24 Nov 2026 10:00:00 GMT",
        ETag: `"${ETAG}"`,
      });
      return response.end(part);
    }
    default:
      return say(204, {});
  }
}

const server = createServer((request, response) => {
  let taken = 0;
  request.on("data", (chunk) => {
    taken += chunk.length;
  });
  request.on("end", () => answer(request, taken, response));
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().on("end", () => process.exit(0));

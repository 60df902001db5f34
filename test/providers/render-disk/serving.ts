/** Uploads on a disk, through gunicorn, for the tests beside this file: saved where a disk is mounted and nowhere else, served to whoever may read, harmless whatever they are. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  makeSite,
  rawRequest,
  type Served,
  type Site,
  serve,
  signIn,
  upload,
  whyNoMount,
} from "../../support/disk-site.ts";
import { venv } from "../../support/venv.mjs";

export const NO_MOUNT = whyNoMount();
if (NO_MOUNT !== null)
  console.warn(`NOT TESTED: a mounted disk (${NO_MOUNT}); the same is served from a plain folder, without RENDER`);

export const HTML = "<!DOCTYPE html><script>alert(document.domain)</script>";
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
const SECRET = "nobody may read this";

/** Names as people have them, hostile ones among them, and how they must be served. */
const UPLOADS: readonly { name: string; content: string; type: string; shown: "inline" | "attachment" }[] = [
  { name: "documentos/radiografía nº 1.pdf", content: "%PDF-1.4", type: "application/pdf", shown: "attachment" },
  { name: "fotos/luna.png", content: "\x89PNG", type: "image/png", shown: "inline" },
  { name: "fotos/LUNA.JPEG", content: "JFIF", type: "image/jpeg", shown: "inline" },
  { name: "fotos/luna.webp", content: "RIFF", type: "image/webp", shown: "inline" },
  { name: "fotos/luna.avif", content: "ftypavif", type: "image/avif", shown: "inline" },
  { name: "fotos/page.PNG", content: HTML, type: "image/png", shown: "inline" },
  { name: "logo.svg", content: SVG, type: "image/svg+xml", shown: "attachment" },
  { name: "page.html", content: HTML, type: "application/octet-stream", shown: "attachment" },
  { name: "page.xhtml", content: HTML, type: "application/octet-stream", shown: "attachment" },
  { name: "feed.xml", content: "<x/>", type: "application/octet-stream", shown: "attachment" },
  { name: "evil.js", content: "alert(1)", type: "application/octet-stream", shown: "attachment" },
  { name: "evil.css", content: "*{}", type: "application/octet-stream", shown: "attachment" },
  { name: "picture.png.html", content: HTML, type: "application/octet-stream", shown: "attachment" },
  { name: "packed.svgz", content: "\x1f\x8b", type: "application/octet-stream", shown: "attachment" },
  { name: "no extension", content: HTML, type: "application/octet-stream", shown: "attachment" },
  { name: ".png", content: HTML, type: "application/octet-stream", shown: "attachment" },
  { name: "data:text/html,x", content: HTML, type: "application/octet-stream", shown: "attachment" },
  { name: `a"b;filename=evil.exe'c`, content: "x", type: "application/octet-stream", shown: "attachment" },
  { name: "..hidden.pdf", content: "%PDF", type: "application/pdf", shown: "attachment" },
  { name: "video.mp4", content: "ftyp", type: "video/mp4", shown: "attachment" },
];

/** Paths below /media/ that must lead nowhere, as bytes on the wire; SECRET lies beside the folder, and a link to it inside. */
const traversals = (media: string, root: string): readonly string[] => [
  "../secret.txt",
  "../media/fotos/luna.png",
  "..%2fsecret.txt",
  "%2e%2e/secret.txt",
  "%2e%2e%2fsecret.txt",
  "%252e%252e%252fsecret.txt",
  "fotos/../../secret.txt",
  "fotos/..%2f..%2fsecret.txt",
  "fotos/%2e%2e/logo.svg",
  "./logo.svg",
  "%2e/logo.svg",
  "fotos//luna.png",
  "fotos/luna.png/",
  "fotos/luna.png/.",
  "/etc/passwd",
  "%2fetc%2fpasswd",
  `${media}/logo.svg`,
  `/${media}/logo.svg`,
  `%2f${media.slice(1)}/logo.svg`,
  `${root}/clinic/settings.py`,
  "..%5csecret.txt",
  "..\\secret.txt",
  "fotos%5cluna.png",
  "logo.svg%00",
  "logo.svg%00.png",
  "%00",
  "logo.svg%0a",
  "%0a/../secret.txt",
  "..%c0%afsecret.txt",
  "%c0%ae%c0%ae/secret.txt",
  "%ff%fe",
  "\u00ef\u00bc\u008e\u00ef\u00bc\u008e/secret.txt",
  "..;/secret.txt",
  "fotos",
  "fotos/",
  "",
  ".",
  "..",
  "link.txt",
  "link/settings.py",
  "pipe",
  "x".repeat(3000),
  `${"x/".repeat(500)}x`,
  "absent.pdf",
];

const sites: Site[] = [];
const running: Served[] = [];
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await Promise.all(sites.map((one) => one.remove()));
});

export async function siteFor(python: string, parts: Parameters<typeof makeSite>[1] = {}): Promise<Site> {
  const site = await makeSite(python, parts);
  sites.push(site);
  return site;
}

export async function served(python: string, site: Site, how: Parameters<typeof serve>[2]): Promise<Served> {
  const one = await serve(python, site, how);
  running.push(one);
  return one;
}

/** The mounted folder, as only gunicorn sees it. */
export const inside = (one: Served, path: string) => (NO_MOUNT === null ? `/proc/${one.pid}/root${path}` : path);

const pathOf = (name: string) => `/media/${name.split("/").map(encodeURIComponent).join("/")}`;

/** The whole of it on one Django. */
export const serveUploads = (django: "django32" | "django42" | "django52") =>
  describe(`on ${django}`, () => {
    let python = "";
    let site: Site;
    let one: Served;
    let cookie = "";
    beforeAll(async () => {
      python = await venv(django);
      site = await siteFor(python);
      one = await served(python, site, { mounted: NO_MOUNT === null, onRender: NO_MOUNT === null });
      cookie = await signIn(one);
      for (const { name, content } of UPLOADS) {
        // Past Django's own cleaning of names, as migrate would bring them.
        const saved = await upload(one, "x", Buffer.from(content, "latin1"));
        const path = inside(one, site.media);
        await mkdir(join(path, name, ".."), { recursive: true });
        await rename(join(path, await saved.text()), join(path, name));
      }
      await writeFile(inside(one, join(site.media, "..", "secret.txt")), SECRET);
      await symlink("../secret.txt", inside(one, join(site.media, "link.txt")));
      await symlink(join(site.root, "clinic"), inside(one, join(site.media, "link")));
      execFileSync("mkfifo", [inside(one, join(site.media, "pipe"))]);
    });

    const get = (path: string, init: RequestInit = {}) =>
      fetch(one.origin + path, { redirect: "manual", ...init, headers: { Cookie: cookie, ...init.headers } });

    test("a file that somebody uploads comes back, byte for byte, to who has signed in", async () => {
      const content = randomBytes(100_000);
      const saved = await upload(one, "documentos/informe médico.pdf", content);
      expect(saved.status).toBe(200);
      const name = await saved.text();
      expect(name).toBe("documentos/informe médico.pdf");
      const answer = await get(pathOf(name));
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
      expect(answer.headers.get("content-length")).toBe("100000");
      expect(answer.headers.get("cache-control")).toBe("private, max-age=300");
      expect(answer.headers.get("vary")).toMatch(/cookie/i);
    });

    test("who has not signed in is sent to the sign-in, and back; for any name, so that none is given away", async () => {
      for (const path of [pathOf("logo.svg"), "/media/absent.pdf", "/media/fotos/"]) {
        const answer = await get(path, { headers: { Cookie: "" } });
        expect(answer.status).toBe(302);
        expect(answer.headers.get("location")).toBe(`/enter/?next=${path}`);
        expect(await answer.text()).toBe("");
      }
      const forged = await get(pathOf("logo.svg"), { headers: { Cookie: "sessionid=forged" } });
      expect(forged.status).toBe(302);
    });

    test("whatever it is, it runs nothing", async () => {
      for (const { name, content, type, shown } of UPLOADS) {
        const answer = await get(pathOf(name));
        expect(answer.status, name).toBe(200);
        expect(Buffer.from(await answer.arrayBuffer()).toString("latin1"), name).toBe(content);
        const { headers } = answer;
        expect(headers.get("content-type"), name).toBe(type);
        expect(headers.get("x-content-type-options"), name).toBe("nosniff");
        expect(headers.get("content-security-policy"), name).toBe("sandbox; default-src 'none'");
        const disposition = headers.get("content-disposition") ?? "";
        expect(disposition.split(";")[0], name).toBe(shown);
        expect(disposition, name).toMatch(/^\w+; filename\*=UTF-8''[\w.%~-]+$/);
        expect(decodeURIComponent(disposition.split("''")[1] ?? ""), name).toBe(name.split("/").at(-1));
      }
    });

    test("nothing outside the folder, no folder, and one name alone for each file", async () => {
      for (const path of traversals(site.media, site.root)) {
        const { status, text } = await rawRequest(one.port, `/media/${path}`, cookie);
        expect(text, path).not.toContain(SECRET);
        expect(text, path).not.toContain("SECRET_KEY");
        expect(text, path).not.toContain("root:");
        expect(text, path).not.toContain("Traceback");
        // The page that takes every path, for what is not below /media/ at all; gunicorn itself refuses bare control characters.
        if (/the page of the app$/.test(text)) expect(path).toMatch(/^$|%0a/);
        else expect([400, 404], `${path}: ${text.slice(0, 200)}`).toContain(status);
      }
      const { text } = await rawRequest(one.port, "http://127.0.0.1/media/../secret.txt", cookie);
      expect(text).not.toContain(SECRET);
    });

    test("HEAD says what GET would, and sends no byte", async () => {
      const head = await get(pathOf("logo.svg"), { method: "HEAD" });
      const whole = await get(pathOf("logo.svg"));
      expect(head.status).toBe(200);
      for (const name of [
        "content-type",
        "content-length",
        "content-disposition",
        "etag",
        "last-modified",
        "cache-control",
      ])
        expect(head.headers.get(name), name).toBe(whole.headers.get(name));
      expect((await head.arrayBuffer()).byteLength).toBe(0);
      // On the wire too.
      const text = await new Promise<string>((resolve) => {
        const socket = connect(one.port, "127.0.0.1");
        let got = "";
        socket.setEncoding("latin1").on("data", (chunk: string) => {
          got += chunk;
        });
        socket.once("close", () => resolve(got));
        socket.write(
          `HEAD ${pathOf("logo.svg")} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
        );
      });
      expect(text).toMatch(/\r\n\r\n$/);
    });

    test("a browser that has it already does not get it again", async () => {
      const first = await get(pathOf("logo.svg"));
      const etag = first.headers.get("etag") ?? "";
      const modified = first.headers.get("last-modified") ?? "";
      expect(etag).toMatch(/^"[\da-f]+-[\da-f]+"$/);
      for (const headers of [
        { "If-None-Match": etag },
        { "If-Modified-Since": modified },
        { "If-None-Match": "*" },
      ] as const) {
        const again = await get(pathOf("logo.svg"), { headers });
        expect(again.status).toBe(304);
        expect(await again.text()).toBe("");
        expect(again.headers.get("etag")).toBe(etag);
        expect(again.headers.get("cache-control")).toBe("private, max-age=300");
      }
      const older = { "If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT" };
      expect((await get(pathOf("logo.svg"), { headers: older })).status).toBe(200);
      expect((await get(pathOf("logo.svg"), { headers: { "If-None-Match": '"other"' } })).status).toBe(200);
      // It says nothing to who has not signed in.
      expect((await get(pathOf("logo.svg"), { headers: { "If-None-Match": etag, Cookie: "" } })).status).toBe(302);
    });

    test("only GET and HEAD", async () => {
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
        const answer = await get(pathOf("logo.svg"), { method });
        expect(answer.status, method).toBe(405);
        expect(answer.headers.get("allow")).toBe("GET, HEAD");
      }
    });

    test("a big file is sent in pieces", async () => {
      const size = 64 * 1024 * 1024;
      await writeFile(inside(one, join(site.media, "big.bin")), Buffer.alloc(size, 7));
      const worker = Number(readFileSync(`/proc/${one.pid}/task/${one.pid}/children`, "utf8").trim().split(" ")[0]);
      const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${worker}/status`, "utf8"))?.[1]);
      const before = peak();
      const answer = await get("/media/big.bin");
      let received = 0;
      for await (const chunk of answer.body ?? []) received += chunk.length;
      expect(received).toBe(size);
      expect(peak() - before).toBeLessThan(16 * 1024);
    });

    test("where no disk is mounted nothing is saved, with the remedy in the log, and all else works", async () => {
      const bare = await siteFor(python);
      const without = await served(python, bare, { mounted: false, onRender: true });
      const answer = await upload(without, "documentos/x.pdf", "%PDF-1.4");
      expect(answer.status).toBe(500);
      expect(without.log()).toContain(`No disk is mounted at ${bare.media}, so the file was not saved`);
      // Not even a folder.
      expect(existsSync(join(bare.root, "disk"))).toBe(false);
      const signedIn = await signIn(without);
      const absent = await fetch(`${without.origin}/media/x.pdf`, { headers: { Cookie: signedIn } });
      expect(absent.status).toBe(404);
      expect(await (await fetch(`${without.origin}/elsewhere`)).text()).toBe("the page of the app");
      expect(await readdir(bare.root)).not.toContain("media");
    });
  });

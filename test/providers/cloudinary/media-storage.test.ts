/** The generated storage with real Djangos and the real SDK, against the emulator: everything that an app does with a file. */
import { describe, expect, test } from "vitest";
import { assetOf } from "../../../src/providers/cloudinary/names.ts";
import { DJANGOS, djangoBench, NOW } from "./django-bench.ts";

const bench = djangoBench();
const { project, production, run } = bench;

describe.each(NOW)("%s", (django) => {
  test("saves, finds, sizes, reads, links, lists and deletes, under the names that Django chooses", async () => {
    const answer = await run(
      django,
      await project(),
      `
from records.models import Record
record = Record(file=ContentFile(b"%PDF-1.4 one", name="informe.pdf"))
record.file.save("informe.pdf", ContentFile(b"%PDF-1.4 one"), save=False)
long = Record()
long.file.save("x" * 80 + ".pdf", ContentFile(b"%PDF long"), save=False)
photo = storage.save("fotos/radiografía nº 1.JPEG", ContentFile(b"\\xff\\xd8\\xff jpeg"))
png = storage.save("fotos/radiografía nº 1.png", ContentFile(PNG))
video = storage.save("videos/paseo.mp4", ContentFile(b"\\0\\0\\0\\x18ftypmp42"))
plain = storage.save("LEEME", ContentFile("sin extensión"))
again = storage.save("fotos/radiografía nº 1.png", ContentFile(PNG + b"other"))
names = [record.file.name, long.file.name, photo, png, video, plain, again]
print(json.dumps({
    "names": names,
    "exists": [storage.exists(name) for name in names] + [storage.exists("fotos/radiografía nº 1.gif"), storage.exists("nada.pdf")],
    "sizes": [storage.size(name) for name in (photo, png, plain)],
    "text": storage.open(plain, "r").read(),
    "same": [storage.open(png).read() == PNG, storage.open(again).read() == PNG + b"other", record.file.read() == b"%PDF-1.4 one"],
    "links": [opened(storage.url(name))[0] for name in names],
    "delivered": opened(storage.url(png))[1] == PNG,
    "unsigned": [opened("/".join(part for part in storage.url(name).split("/") if not part.startswith("s--")))[0] for name in names],
    "listed": [storage.listdir(""), storage.listdir("fotos"), storage.listdir("nada")],
    "missing": [refused(lambda: storage.open("nada.pdf")), refused(lambda: storage.size("nada.png"))],
    "written": refused(lambda: storage.open(png, "wb")),
    "deleted": [storage.delete(name) for name in names] and [storage.exists(name) for name in names],
    "twice": storage.delete(png),
    "path": refused(lambda: storage.path("x"))[0],
}))`,
    );
    const year = new Date().getUTCFullYear();
    expect(answer).toMatchObject({
      exists: [true, true, true, true, true, true, true, false, false],
      sizes: [8, 70, 14],
      text: "sin extensión",
      same: [true, true, true],
      links: [200, 200, 200, 200, 200, 200, 200],
      delivered: true,
      unsigned: [401, 401, 401, 401, 401, 401, 401],
      missing: [
        ["FileNotFoundError", "nada.pdf"],
        ["FileNotFoundError", "nada.png"],
      ],
      written: ["ValueError", "Cloudinary files are opened for reading only"],
      deleted: [false, false, false, false, false, false, false],
      twice: null,
      path: "NotImplementedError",
    });
    const { names, listed } = answer as { names: string[]; listed: [string[], string[]][] };
    expect(names[0]).toMatch(new RegExp(`^informes/${year}/informe\\.pdf$`));
    expect(names[1]).toMatch(/\.pdf$/);
    expect(names[1]?.length).toBeLessThanOrEqual(60);
    expect(names.slice(2, 6)).toEqual([
      "fotos/radiografía nº 1.JPEG",
      "fotos/radiografía nº 1.png",
      "videos/paseo.mp4",
      "LEEME",
    ]);
    expect(names[6]).toMatch(/^fotos\/radiografía nº 1_\w{7}\.png$/);
    expect(listed[0]).toEqual([["fotos", "informes", "videos"], ["LEEME"]]);
    expect(listed[1]).toEqual([[], [...names.slice(2, 4), names[6]].map((name) => name?.replace("fotos/", "")).sort()]);
    expect(listed[2]).toEqual([[], []]);
    expect(bench.emulator.assets()).toEqual([]);
    // Reading costs nothing of the hourly limit of the Admin API: listing alone did.
    const admin = bench.emulator.seen().filter(({ path }) => /\/(?:resources|usage|ping)(?:\/|$)/.test(path));
    expect(admin.every(({ path }) => path.includes("/resources/"))).toBe(true);
    expect(admin).toHaveLength(9);
  });

  test.skipIf(django === "django32" && NOW !== DJANGOS)(
    "hostile names reach no other file, and find their own again",
    async () => {
      const answer = await run(
        django,
        await project(),
        `
names = ["a&b=c#d?.pdf", "100%25 <x>+y.png", "v1/v2/doc.pdf", "u_2/foto.png", "__u000041.txt", "espacio .png", "日本語/x.docx", "🐶.png", "foto.png.jpg", ".oculto", "x.PNG", "-jpg", "ſvg.ſvg", "e\\u0301.txt"]
content = {name: (PNG if name.lower().endswith("png") else b"\\xff\\xd8\\xff" if name.endswith("jpg") else b"bytes of ") + name.encode() for name in names}
saved = [storage.save(name, ContentFile(content[name])) for name in names]
print(json.dumps({
    "saved": saved,
    "same": [storage.open(name).read() == content[name] for name in names],
    "links": [opened(storage.url(name)) == (200, content[name]) for name in names],
    "listed": sorted(storage.listdir("")[1]), "folders": storage.listdir("")[0], "below": storage.listdir("v1/v2")[1],
    "outside": [refused(lambda name=name: storage.exists(name))[0] for name in ("../x", "a/../../x")],
    "gone": [storage.delete(name) for name in names],
}))`,
      );
      const found = answer as { saved: string[]; listed: string[]; folders: string[]; below: string[] };
      const names = found.saved;
      expect(names.slice(0, 4)).toEqual(["a&b=c#d?.pdf", "100%25 <x>+y.png", "v1/v2/doc.pdf", "u_2/foto.png"]);
      expect(answer).toMatchObject({
        same: names.map(() => true),
        links: names.map(() => true),
        outside: ["SuspiciousFileOperation", "SuspiciousFileOperation"],
      });
      expect(found.listed).toEqual(
        names.filter((name) => !name.includes("/")).sort((a, b) => (codes(a) < codes(b) ? -1 : 1)),
      );
      expect(found.folders.sort()).toEqual(["u_2", "v1", "日本語"]);
      expect(found.below).toEqual(["doc.pdf"]);
      expect(bench.emulator.assets()).toEqual([]);
      // The tool's own mapping is the same.
      for (const name of names) {
        const { publicId, resourceType } = assetOf(name, "media");
        const uploads = bench.emulator.seen().filter(({ path }) => path.endsWith(`/${resourceType}/upload`));
        expect(uploads.map(({ params }) => params.public_id)).toContain(publicId);
      }
    },
  );
});

/** Python sorts by code points. */
const codes = (name: string) =>
  [...name].map((one) => (one.codePointAt(0) ?? 0).toString(16).padStart(6, "0")).join("");

describe("on Django 5.2", () => {
  test("two who save the same name at the same time keep both files", async () => {
    const answer = await run(
      "django52",
      await project(),
      `
from clinic.media_storage import CloudinaryMediaStorage
# Both have asked whether the name is taken, before either has saved.
class Late(CloudinaryMediaStorage):
    def get_available_name(self, name, max_length=None):
        return name
names = []
def save(content):
    names.append(Late().save("turnos/hoy.pdf", ContentFile(content)))
threads = [threading.Thread(target=save, args=[b"content %d" % number]) for number in range(4)]
[one.start() for one in threads]
[one.join() for one in threads]
print(json.dumps({"names": names, "contents": sorted(storage.open(name).read().decode() for name in names)}))`,
    );
    const { names, contents } = answer as { names: string[]; contents: string[] };
    expect(new Set(names).size).toBe(4);
    expect(names).toContain("turnos/hoy.pdf");
    expect(contents).toEqual(["content 0", "content 1", "content 2", "content 3"]);
  });

  test("a large file goes in pieces, and is not overwritten either", async () => {
    const answer = await run(
      "django52",
      await project(),
      `
import clinic.media_storage as generated
import cloudinary.uploader
generated.LARGE = 10
cloudinary.uploader.UPLOAD_LARGE_CHUNK_SIZE = 10
names = [storage.save("grande.bin", ContentFile(b"0123456789" * 3 + bytes([number]))) for number in (1, 2)]
print(json.dumps({"names": names, "ends": [storage.open(name).read()[-1] for name in names], "sizes": [storage.size(name) for name in names]}))`,
    );
    expect(answer).toMatchObject({ ends: [1, 2], sizes: [31, 31] });
  });

  test("files are still read where PDF links are blocked, and where an answer was cached", async () => {
    bench.emulator.blockDocuments(true);
    const answer = await run(
      "django52",
      await project(),
      `
before = storage.exists("informe.pdf")
link = storage.url("informe.pdf")
early = opened(link)[0]
name = storage.save("informe.pdf", ContentFile(b"%PDF"))
print(json.dumps([before, early, storage.exists(name), storage.open(name).read().decode(), storage.size(name), opened(link)[0]]))`,
    );
    expect(answer).toEqual([false, 404, true, "%PDF", 4, 404]);
  });

  test("what Cloudinary refuses is an error with its words and without keys, links and signatures", async () => {
    const root = await project();
    const code = `
print(json.dumps([refused(ask) for ask in (
    lambda: storage.exists("a.pdf"), lambda: storage.save("a.pdf", ContentFile(b"x")), lambda: storage.open("a.pdf"),
    lambda: storage.listdir(""), lambda: storage.delete("a.pdf"), lambda: storage.size("a.pdf"))]))`;
    const wrong = (await run(
      "django52",
      root,
      code,
      production({ CLOUDINARY_API_SECRET: "wrong-secret-1234567890" }),
    )) as [string, string][];
    for (const [type, words] of wrong) {
      expect(type).toMatch(/^(?:OSError|AuthorizationRequired)$/);
      expect(words).not.toMatch(/wrong-secret|api_key=|http:\/\//);
    }
    const nobody = (await run(
      "django52",
      root,
      code,
      production({ CLOUDINARY_UPLOAD_PREFIX: "http://127.0.0.1:9" }),
    )) as [string, string][];
    for (const [type, words] of nobody) {
      expect(type).toMatch(/^(?:URLError|OSError|Error|GeneralError)$/);
      expect(words).not.toMatch(/api_secret|signature=/);
    }
    bench.emulator.fail({ on: /\/download$/, status: 500, headers: { "x-cld-error": "General Error" } });
    expect(await run("django52", root, 'print(json.dumps(refused(lambda: storage.exists("a.pdf"))))')).toEqual([
      "OSError",
      "Cloudinary answered 500 for a.pdf: General Error",
    ]);
  });

  test("an image that is none is refused by Cloudinary in so many words", async () => {
    expect(
      await run(
        "django52",
        await project(),
        'print(json.dumps(refused(lambda: storage.save("x.png", ContentFile(b"text")))))',
      ),
    ).toEqual(["BadRequest", "Invalid image file"]);
  });

  test("public files have plain links, and other folders", async () => {
    const answer = await run(
      "django52",
      await project({ answers: { access: "public", folder: "" } }),
      `
name = storage.save("v1/foto.png", ContentFile(PNG))
print(json.dumps([storage.url(name), opened(storage.url(name))[1] == PNG, storage.listdir(""), storage.listdir("v1")]))`,
    );
    expect(answer).toEqual([
      "https://res.cloudinary.com/clinic-test/image/upload/v1/__u0000761/foto-png.png",
      true,
      [["v1"], []],
      [[], ["foto.png"]],
    ]);
  });

  test("more files than one page lists", async () => {
    const answer = await run(
      "django52",
      await project(),
      `
import cloudinary.api
ask = cloudinary.api.resources
cloudinary.api.resources = lambda **options: ask(**{**options, "max_results": 2})
for number in range(5):
    storage.save(f"lista/{number}.txt", ContentFile(b"x"))
print(json.dumps(storage.listdir("lista")))`,
    );
    expect(answer).toEqual([[], ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"]]);
  });

  test("variables of the shell for other purposes change nothing", async () => {
    const answer = await run(
      "django52",
      await project(),
      `
name = storage.save("foto.png", ContentFile(PNG))
print(json.dumps([opened(storage.url(name))[0], storage.url(name).startswith("https://res.cloudinary.com/clinic-test/image/authenticated/s--")]))`,
      production({
        CLOUDINARY_URL: "not an address",
        CLOUDINARY_SIGN_URL: "false",
        CLOUDINARY_SECURE: "false",
        CLOUDINARY_FOLDER: "elsewhere",
        CLOUDINARY_API_SECRET: ` ${bench.emulator.cloud.apiSecret} `,
      }),
    );
    expect(answer).toEqual([200, true]);
  });
});

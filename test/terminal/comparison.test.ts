/** What `compare` looks like: a table where there is room, one provider below the other where there is not, a fact a line off a terminal. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/lib/failure.ts";
import { LANGUAGES, type Lang } from "../../src/lib/text.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import type { Project } from "../../src/model/project.ts";
import type { Report } from "../../src/model/report.ts";
import { compareProviders } from "../../src/providers/comparison.ts";
import { grid } from "../../src/terminal/grid.ts";
import { width } from "../../src/terminal/width.ts";
import { project, withService } from "../answers/project.ts";
import { record, UNCOLOURED } from "./streams.ts";
import "../support/seed.ts";

const field = (model: string, name: string) => ({
  place: { file: "clinic/models.py", line: 1 },
  model,
  field: name,
  uploadTo: "",
  ownStorage: false,
});
const CLINIC: Project = withService(
  {},
  {
    media: { root: "media", url: "/media/", files: 2000, bytes: 20e9, tracked: 0 },
    fileFields: [field("Examen", "archivo"), field("Documento", "archivo")],
    bypasses: [{ place: { file: "views.py", line: 3 }, code: "open(x.archivo.path)", instead: "x.archivo.open()" }],
  },
);
const COMPARISON = compareProviders(CLINIC, { downloads: 150 });

function shown(comparison: Comparison, setting: Parameters<typeof record>[0]): string {
  return record({ env: UNCOLOURED, ...setting }, [{ type: "comparison", comparison }], null).stdout;
}
const human = (columns: number, lang: Lang = "en", comparison = COMPARISON) => shown(comparison, { columns, lang });

describe("on a terminal", () => {
  it("80 columns, English", () => {
    expect(human(80)).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  The providers side by side
      │  media/ holds 2,000 files, 20 GB, on this computer; production may hold more
      │  You asked about 150 GB of downloads a month; each file counts as written
      │  once
      │
      │                  Amazon S3           Cloudinary          Render disk
      │  A month         about $5.03         $99.00              $5.00 more
      │  Free            100 GB of           25 credits a month  nothing: a paid
      │                  downloads a month                       plan
      │  Permanent       yes                 yes                 as long as the
      │                                                          service
      │  Private files   yes: links that     signed links that   yes: behind your
      │                  expire              never expire        login
      │  CDN             no: CloudFront is   yes                 no
      │                  apart
      │  Backups         versions, if you    a setting of the    daily, 7+ days;
      │                  turn them on        account             all or nothing
      │  Resizes images  no                  yes                 no
      │  Scaling         any number of       any number of       one instance;
      │                  instances           instances           never shrinks
      │  Zero downtime   yes                 yes                 no: a short stop
      │  What you need   AWS account and a   account and three   no account, no key
      │                  key                 variables
      │  Your code       1 line to change    1 line to change    stays as it is
      │
      ◇  Good to know
      │  Amazon S3    $0.46 storage + $0.07 requests + $4.50 downloads
      │               At the prices of us-east-1; other regions have others.
      │               The free tier of 5 GB is only for AWS accounts made before
      │               2025-07-15; newer ones get credits for 6 months.
      │  Cloudinary   170 of 225 credits a month, before any transformation.
      │               A credit is 1 GB kept, 1 GB downloaded or 1,000
      │               transformations; copies that it makes of your images count as
      │               kept.
      │               A free account does not deliver PDF and ZIP files until you
      │               allow it in its Console.
      │  Render disk  A disk of 20 GB. Your service pays for its instance already.
      │               Downloads count towards the outbound bandwidth of your Render
      │               workspace, which is not in this sum.
      │               Builds, pre-deploy commands, one-off jobs and other services do
      │               not see the disk.
      │
      ◇  Services that speak S3's protocol: --provider s3 --endpoint-url URL
      │  Cloudflare R2        about $0.15  $0.015 per GB a month beyond 10 GB
      │  Backblaze B2         not checked  its price was not checked
      │  DigitalOcean Spaces  not checked  its price was not checked
      │
      ◇  Prices in US dollars, none of them a promise: check the pages
      │  Amazon S3            $0.023 per GB a month (us-east-1) · $0.09 per GB
      │                       downloaded beyond 100 GB a month · $0.005 per 1,000
      │                       writes · $0.0004 per 1,000 reads (as of 2026-11-24, not
      │                       read on its own page)
      │                       https://aws.amazon.com/s3/pricing/
      │  Cloudinary           $99 a month for Plus, 225 credits · $249 a month for
      │                       Advanced, 600 credits (as of 2026-11-24, not read on
      │                       its own page)
      │                       https://cloudinary.com/pricing
      │  Render disk          $0.25 per GB a month · $7 a month for the smallest paid
      │                       instance (as of 2026-11-24)
      │                       https://render.com/pricing
      │                       $0.15 per GB sent beyond what the workspace includes
      │                       (as of 2026-11-24, not read on its own page)
      │                       https://render.com/docs/outbound-bandwidth
      │  Cloudflare R2        $0.015 per GB a month · $4.50 per million writes ·
      │                       $0.36 per million reads (as of 2026-11-24)
      │                       https://developers.cloudflare.com/r2/pricing/
      │  Backblaze B2         not checked: see the page
      │                       https://www.backblaze.com/cloud-storage/pricing
      │  DigitalOcean Spaces  not checked: see the page
      │                       https://www.digitalocean.com/products/spaces
      │
      ◇  Recommended: Amazon S3, private
      │  Examen.archivo, Documento.archivo take any file, documents too: S3 keeps
      │  them private, behind links that expire.
      │  Cloudinary   Not for documents: its signed links never expire.
      │  Render disk  The simplest: clinic-web pays for its instance already, so a
      │               disk is $5.00 a month more.
      │  Render disk  It needs no change of code: the line that opens files by path
      │               works there, and not on the others.
      "
    `);
  });

  it("80 columns, Spanish: the table", () => {
    expect(human(80, "es").split("\n│\n")[2]).toMatchInlineSnapshot(`
      "│                 Amazon S3            Cloudinary           Render disk
      │  Al mes         unos US$5,03         US$99,00             US$5,00 más
      │  Gratis         100 GB de descargas  25 créditos al mes   nada: plan de pago
      │                 al mes
      │  Permanente     sí                   sí                   mientras viva el
      │                                                           servicio
      │  Privacidad     sí: enlaces que      enlaces firmados     sí: tras tu login
      │                 vencen               que no vencen
      │  CDN            no: CloudFront va    sí                   no
      │                 aparte
      │  Respaldos      versiones, si las    una opción de la     diarios, 7+ días;
      │                 activas              cuenta               todo o nada
      │  Redimensiona   no                   sí                   no
      │  Escala         cuantas instancias   cuantas instancias   una instancia; no
      │                 quieras              quieras              se achica
      │  Sin pausas     sí                   sí                   no: una pausa corta
      │  Qué necesitas  cuenta de AWS y una  cuenta y tres        sin cuenta ni clave
      │                 clave                variables
      │  Tu código      1 línea por cambiar  1 línea por cambiar  queda igual"
    `);
  });

  it("40 columns, Spanish: a provider below the other", () => {
    expect(human(40, "es").split("\n◇")[1]).toMatchInlineSnapshot(`
      "  Los proveedores lado a lado
      │  media/ tiene 2.000 archivos, 20 GB,
      │  en este equipo; producción puede
      │  tener más
      │  Preguntaste por 150 GB de descargas
      │  al mes; cada archivo cuenta como
      │  escrito una vez
      │
      │  Amazon S3
      │  Al mes         unos US$5,03
      │  Gratis         100 GB de descargas
      │                 al mes
      │  Permanente     sí
      │  Privacidad     sí: enlaces que
      │                 vencen
      │  CDN            no: CloudFront va
      │                 aparte
      │  Respaldos      versiones, si las
      │                 activas
      │  Redimensiona   no
      │  Escala         cuantas instancias
      │                 quieras
      │  Sin pausas     sí
      │  Qué necesitas  cuenta de AWS y una
      │                 clave
      │  Tu código      1 línea por cambiar
      │
      │  Cloudinary
      │  Al mes         US$99,00
      │  Gratis         25 créditos al mes
      │  Permanente     sí
      │  Privacidad     enlaces firmados que
      │                 no vencen
      │  CDN            sí
      │  Respaldos      una opción de la
      │                 cuenta
      │  Redimensiona   sí
      │  Escala         cuantas instancias
      │                 quieras
      │  Sin pausas     sí
      │  Qué necesitas  cuenta y tres
      │                 variables
      │  Tu código      1 línea por cambiar
      │
      │  Render disk
      │  Al mes         US$5,00 más
      │  Gratis         nada: plan de pago
      │  Permanente     mientras viva el
      │                 servicio
      │  Privacidad     sí: tras tu login
      │  CDN            no
      │  Respaldos      diarios, 7+ días;
      │                 todo o nada
      │  Redimensiona   no
      │  Escala         una instancia; no se
      │                 achica
      │  Sin pausas     no: una pausa corta
      │  Qué necesitas  sin cuenta ni clave
      │  Tu código      queda igual
      │"
    `);
  });

  it("120 columns: no cell is wrapped", () => {
    expect(human(120).split("\n│\n")[2]).toMatchInlineSnapshot(`
      "│                  Amazon S3                       Cloudinary                      Render disk
      │  A month         about $5.03                     $99.00                          $5.00 more
      │  Free            100 GB of downloads a month     25 credits a month              nothing: a paid plan
      │  Permanent       yes                             yes                             as long as the service
      │  Private files   yes: links that expire          signed links that never expire  yes: behind your login
      │  CDN             no: CloudFront is apart         yes                             no
      │  Backups         versions, if you turn them on   a setting of the account        daily, 7+ days; all or nothing
      │  Resizes images  no                              yes                             no
      │  Scaling         any number of instances         any number of instances         one instance; never shrinks
      │  Zero downtime   yes                             yes                             no: a short stop
      │  What you need   AWS account and a key           account and three variables     no account, no key
      │  Your code       1 line to change                1 line to change                stays as it is"
    `);
  });

  it.each([30, 40, 59, 60, 76, 80, 100, 120, 200])("%d columns: nothing sticks out but addresses", (columns) => {
    for (const lang of LANGUAGES) {
      for (const line of human(columns, lang).split("\n").slice(1)) {
        if (/https:\/\//.test(line)) continue;
        // One word that is wider than a very narrow terminal stands alone, whole.
        const words = line
          .replace(/^[│◇┌] */, "")
          .trim()
          .split(/ +/);
        if (words.length > 1) expect(width(line), `${columns} ${lang}: ${line}`).toBeLessThanOrEqual(columns);
      }
    }
  });

  it("no line ends in blanks", () => {
    for (const columns of [40, 80, 120]) expect(human(columns)).not.toMatch(/[^\n] +\n/);
  });

  it("colour adds nothing but colour", () => {
    const coloured = shown(COMPARISON, { env: { TERM: "xterm-256color", FORCE_COLOR: "1" } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(human(80));
    expect(coloured).not.toBe(human(80));
  });

  it("names from the project cannot drive the terminal", () => {
    const evil = "Ex\u001b[2Jamen\u202e";
    const picture = withService(
      {},
      {
        fileFields: [field(evil, "a\u0007b")],
        media: { root: "me\u001bdia\r\nx", url: null, files: 1, bytes: 1, tracked: 0 },
      },
    );
    for (const setting of [{ columns: 80 }, { columns: 40 }, { plain: true }]) {
      const text = shown(compareProviders(picture, {}), setting);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    }
  });
});

describe("the table", () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(..."abcñé字") });
  const cell = fc.array(word, { maxLength: 8 }).map((words) => ({ text: words.join(" ") }));

  it("keeps to its columns and loses no word", () => {
    const rows = fc.array(
      fc.tuple(
        word.map((text) => ({ text })),
        cell,
        cell,
        cell,
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 10, max: 160 }), (given, columns) => {
        const lines = grid(columns, given);
        if (lines === null) return;
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
        const told = lines.join(" ").split(/\s+/).sort();
        const meant = given.flatMap((row) => row.flatMap(({ text }) => text.split(/\s+/))).sort();
        expect(told.filter((one) => one !== "")).toEqual(meant.filter((one) => one !== ""));
      }),
    );
  });

  it("gives up where a column would be too narrow", () => {
    const row = [{ text: "name" }, { text: "one two" }, { text: "three" }, { text: "four" }];
    expect(grid(57, [row])).toBeNull();
    expect(grid(58, [row])).not.toBeNull();
    expect(grid(200, [[{ text: "n" }, { text: "x".repeat(31) }]])).toBeNull();
  });
});

describe("off a terminal", () => {
  it("one plain line a fact", () => {
    const text = shown(compareProviders(CLINIC, {}), { terminal: false, env: {} });
    expect(
      text
        .split("\n")
        .filter((line) => /^(?:usage|Render disk|Backblaze B2|Recommended)/.test(line))
        .join("\n"),
    ).toMatchInlineSnapshot(`
      "usage: media/ holds 2,000 files, 20 GB, on this computer; production may hold more
      usage: Counted as if each file were written and downloaded once a month
      usage: Ask “what if”: --gb 20 --downloads 50
      Render disk: a month: $5.00 more
      Render disk: free: nothing: a paid plan
      Render disk: permanent: as long as the service
      Render disk: private files: yes: behind your login
      Render disk: CDN: no
      Render disk: backups: daily, 7+ days; all or nothing
      Render disk: resizes images: no
      Render disk: scaling: one instance; never shrinks
      Render disk: zero downtime: no: a short stop
      Render disk: what you need: no account, no key
      Render disk: your code: stays as it is
      Render disk: A disk of 20 GB. Your service pays for its instance already.
      Render disk: Downloads count towards the outbound bandwidth of your Render workspace, which is not in this sum.
      Render disk: Builds, pre-deploy commands, one-off jobs and other services do not see the disk.
      Render disk: price: $0.25 per GB a month, as of 2026-11-24, https://render.com/pricing
      Render disk: price: $7 a month for the smallest paid instance, as of 2026-11-24, https://render.com/pricing
      Render disk: price: $0.15 per GB sent beyond what the workspace includes, as of 2026-11-24, not read on its own page, https://render.com/docs/outbound-bandwidth
      Backblaze B2: a month: not checked
      Backblaze B2: free: not checked
      Backblaze B2: permanent: yes
      Backblaze B2: private files: yes: links that expire
      Backblaze B2: CDN: not checked
      Backblaze B2: backups: not checked
      Backblaze B2: resizes images: no
      Backblaze B2: scaling: any number of instances
      Backblaze B2: zero downtime: yes
      Backblaze B2: what you need: account, a bucket and a key
      Backblaze B2: your code: 1 line to change
      Backblaze B2: Its prices were not checked: see the page.
      Backblaze B2: An application key is needed, not the master key; an account belongs to one region.
      Backblaze B2: price: not checked: see the page, https://www.backblaze.com/cloud-storage/pricing
      Recommended: Amazon S3, private: Examen.archivo, Documento.archivo take any file, documents too: S3 keeps them private, behind links that expire.
      Render disk: The simplest: clinic-web pays for its instance already, so a disk is $5.00 a month more.
      Render disk: It needs no change of code: the line that opens files by path works there, and not on the others."
    `);
    for (const line of text.trimEnd().split("\n")) expect(line).toMatch(/^[^:]+: \S/);
  });

  it("in Spanish", () => {
    const text = shown(compareProviders(null, { gb: 30, downloads: 200 }), { terminal: false, env: {}, lang: "es" });
    expect(
      text
        .split("\n")
        .filter((line) => /^(?:uso|Amazon S3|Recomendado)/.test(line))
        .join("\n"),
    ).toMatchInlineSnapshot(`
        "uso: Preguntaste por 30 GB: 30.000 archivos de 1 MB
        uso: Preguntaste por 200 GB de descargas al mes; cada archivo cuenta como escrito una vez
        Amazon S3: al mes: unos US$9,93
        Amazon S3: gratis: 100 GB de descargas al mes
        Amazon S3: permanente: sí
        Amazon S3: privacidad: sí: enlaces que vencen
        Amazon S3: CDN: no: CloudFront va aparte
        Amazon S3: respaldos: versiones, si las activas
        Amazon S3: redimensiona: no
        Amazon S3: escala: cuantas instancias quieras
        Amazon S3: sin pausas: sí
        Amazon S3: qué necesitas: cuenta de AWS y una clave
        Amazon S3: al mes: US$0,69 almacenamiento + US$0,24 peticiones + US$9,00 descargas
        Amazon S3: A precios de us-east-1; otras regiones tienen otros.
        Amazon S3: La capa gratis de 5 GB es solo para cuentas de AWS creadas antes del 2025-07-15; las nuevas reciben créditos por 6 meses.
        Amazon S3: precio: US$0,023 por GB al mes (us-east-1), al 2026-11-24, no leído en su propia página, https://aws.amazon.com/s3/pricing/
        Amazon S3: precio: US$0,09 por GB descargado sobre 100 GB al mes, al 2026-11-24, no leído en su propia página, https://aws.amazon.com/s3/pricing/
        Amazon S3: precio: US$0,005 cada 1.000 escrituras, al 2026-11-24, no leído en su propia página, https://aws.amazon.com/s3/pricing/
        Amazon S3: precio: US$0,0004 cada 1.000 lecturas, al 2026-11-24, no leído en su propia página, https://aws.amazon.com/s3/pricing/
        Recomendado: Amazon S3, privado: Guarda los archivos privados, con enlaces que vencen, y pagas solo lo que usas."
      `);
    expect(text).not.toMatch(/\b(?:month|free|yes|checked|prices)\b/i);
  });
});

describe("as JSON", () => {
  const report: Report = {
    command: "compare",
    status: "ok",
    exitCode: EXIT.ok,
    provider: null,
    values: [],
    plan: [],
    checks: [],
    proof: null,
    warnings: [],
    files: [],
    next: [],
    errors: [],
    comparison: COMPARISON,
  };
  const document = (lang: Lang) =>
    JSON.parse(record({ json: true, lang }, [], report).stdout) as Record<string, unknown>;

  it("has every amount as a number, every price with its day, page and whether it was checked", () => {
    const { comparison, usage, recommendation } = document("en");
    expect(usage).toEqual({ gb: 20, files: 2000, downloadsGb: 150, reads: 150_000 });
    expect(comparison).toMatchObject([
      {
        provider: "s3",
        service: "s3",
        // 20 GB, 50 GB beyond the free 100, 2,000 writes and 152,000 reads.
        monthlyUsd: 0.46 + 4.5 + 0.01 + 0.0608,
        estimate: true,
        zeroDowntime: { is: "yes", text: "yes" },
        linesToChange: 1,
        prices: [{ id: "storage", amount: 0.023, currency: "USD", asOf: "2026-11-24", checked: false }, {}, {}, {}],
      },
      { provider: "cloudinary", monthlyUsd: 99, privateFiles: { is: "partly" }, parts: [{ id: "plan", usd: 99 }] },
      { provider: "render-disk", monthlyUsd: 5, onTopOfWhatIsPaid: true, zeroDowntime: { is: "no" }, linesToChange: 0 },
      { provider: "s3", service: "r2", monthlyUsd: 0.15, prices: [{ checked: true }, {}, {}] },
      { provider: "s3", service: "b2", monthlyUsd: null, prices: [], free: { is: "unknown", text: "not checked" } },
      { provider: "s3", service: "spaces", monthlyUsd: null, prices: [] },
    ]);
    expect(recommendation).toMatchObject({ provider: "s3", access: "private", others: [{}, {}, {}] });
  });

  it("differs between languages only in sentences", () => {
    const bare = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(bare)
        : value !== null && typeof value === "object"
          ? Object.fromEntries(
              Object.entries(value)
                .filter(([key]) => !["text", "unit", "notes", "effort", "reasons", "reason"].includes(key))
                .map(([key, inner]) => [key, bare(inner)]),
            )
          : value;
    expect(bare(document("es"))).toEqual(bare(document("en")));
    expect(document("es")).not.toEqual(document("en"));
  });

  it("only compare has one", () => {
    const { comparison: _, ...other } = report;
    const keys = Object.keys(JSON.parse(record({ json: true }, [], other).stdout) as object);
    expect(keys).not.toContain("comparison");
    expect(keys).not.toContain("recommendation");
    expect(keys).not.toContain("usage");
  });
});

it("a project without anything has no lines to change and no sum to be ashamed of", () => {
  const text = human(80, "en", compareProviders(project(), {}));
  expect(text).toContain("No uploads on this computer to count");
  expect(text).toContain("stays as it is");
});

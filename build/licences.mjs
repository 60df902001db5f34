/** The licences of the packages whose code is inside the bundle, as one text. The build fails where one is missing, or is not one that lets us pass it on. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** SPDX names of licences that ask for no more than to be passed on with the code. */
const PERMISSIVE = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);
/** Its text names nobody, and so is the same for every package: one that left it out is given that of another. */
const IMPERSONAL = "Apache-2.0";

/**
 * @param {string} root       of the project, absolute
 * @param {string[]} inputs   paths below it, of every file that is in the bundle
 * Throws Error, naming every package that must not be in it.
 */
export async function thirdPartyLicences(root, inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const found = await Promise.all([...folders].map((folder) => licenceOf(path.join(root, folder))));
  const impersonal = found.find(({ spdx, text }) => spdx === IMPERSONAL && text !== null)?.text ?? null;
  const whole = found.map((one) => ({ ...one, text: one.text ?? (one.spdx === IMPERSONAL ? impersonal : null) }));
  const refused = whole.filter(({ spdx, text }) => !PERMISSIVE.has(spdx) || text === null);
  if (refused.length > 0) {
    const named = refused.map(({ title, spdx, text }) => `${title} (${spdx ?? "none"}${text ? "" : ", no text"})`);
    throw new Error(`In the bundle, with a licence that is missing or does not allow it: ${named.join(", ")}`);
  }

  // Many packages of one author share one text, word for word.
  const byText = new Map();
  for (const { title, spdx, text } of whole.sort((a, b) => (a.title < b.title ? -1 : 1)))
    byText.set(text, [...(byText.get(text) ?? []), `${title} (${spdx})`]);
  const sections = [...byText].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`);
  const intro = `vet-media-setup contains code of these ${whole.length} packages, under their licences.\n`;
  return [intro, ...sections].join(`\n${"-".repeat(80)}\n\n`);
}

/** Of the package in a folder: its name with the version, what it calls its licence, and the text, notices included; null where it has none. */
async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((entry) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(entry));
  const texts = await Promise.all(files.sort().map((file) => readFile(path.join(folder, file), "utf8")));
  const text = texts.join("\n\n").replaceAll("\r\n", "\n").trim();
  return { title: `${name} ${version}`, spdx: license ?? null, text: text === "" ? null : text };
}

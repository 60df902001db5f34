/** What to write instead of a line that goes round the storage API. Source of the calls: https://docs.djangoproject.com/en/5.2/ref/files/storage/ */
import type { Holds } from "./held.ts";

/**
 * `program` is the call that is given the path (`open`, `os.remove` …), or `path` for the path alone; `rest` its further arguments; `written` is
 * the program as the source calls it.
 */
export function replacement(
  program: string,
  held: Holds & { what: "path" },
  rest: readonly string[],
  written: string = program,
): string {
  const name = held.name === "" ? "name" : held.name;
  const last = program.slice(program.lastIndexOf(".") + 1);
  const mode = rest.find((one) => /^["'][rwabx+t]+["']$/.test(one)) ?? '"rb"';
  const writes = /[wax]/.test(mode);
  if (/^(?:write_bytes|write_text|touch)$/.test(program)) {
    return held.file
      ? `${held.file}.save(filename, ContentFile(data))`
      : `default_storage.save(${name}, ContentFile(data))`;
  }
  const open = held.file ? `${held.file}.open("rb")` : `default_storage.open(${name}, "rb")`;
  if (/(?:^|\.)open$/.test(program) && !/Image|fitz/.test(program)) {
    if (writes)
      return held.file
        ? `${held.file}.save(filename, ContentFile(data))`
        : `default_storage.save(${name}, ContentFile(data))`;
    return open.replace('"rb"', mode.replaceAll("'", '"'));
  }
  if (last === "remove" || last === "unlink" || last === "rmtree" || last === "rmdir") {
    return held.file ? `${held.file}.delete(save=False)` : `default_storage.delete(${name})`;
  }
  if (/^(?:os\.path\.(?:exists|isfile|isdir)|exists|is_file|is_dir)$/.test(program)) {
    return held.file ? `${held.file}.storage.exists(${held.file}.name)` : `default_storage.exists(${name})`;
  }
  if (last === "getsize" || last === "stat") return held.file ? `${held.file}.size` : `default_storage.size(${name})`;
  if (last === "getmtime") {
    return held.file
      ? `${held.file}.storage.get_modified_time(${held.file}.name)`
      : `default_storage.get_modified_time(${name})`;
  }
  if (last === "makedirs" || last === "mkdir") {
    // A storage makes the folders it needs when it saves.
    return `default_storage.save(${name}, ContentFile(data))`;
  }
  if (/^(?:listdir|walk|scandir|iterdir|glob|rglob)$/.test(last))
    return `default_storage.listdir(${held.name === "" ? '""' : name})`;
  if (last === "guess_type")
    return held.file ? `mimetypes.guess_type(${held.file}.name)` : `mimetypes.guess_type(${name})`;
  if (last === "save") {
    return held.file
      ? `${held.file}.save(filename, ContentFile(buffer.getvalue()), save=False)`
      : `default_storage.save(${name}, ContentFile(buffer.getvalue()))`;
  }
  if (/^(?:FileResponse|Path|path|read_bytes|read_text)$/.test(last)) return open;
  if (program.startsWith("shutil.")) return `shutil.copyfileobj(${open}, target)`;
  if (/^(?:os\.)?(?:rename|replace)$/.test(program)) {
    const old = held.file ? `${held.file}.delete(save=False)` : `default_storage.delete(${name})`;
    return `default_storage.save(new_name, ${open}); ${old}`;
  }
  return `${written}(${open})`;
}

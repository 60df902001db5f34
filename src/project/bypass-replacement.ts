/** What to write instead of a line that goes round the storage API. Source of the calls: https://docs.djangoproject.com/en/5.2/ref/files/storage/ */
import type { Holds } from "./bypasses.ts";

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
  if (/^os\.path\.(?:exists|isfile|isdir)$/.test(program)) {
    return held.file ? `${held.file}.storage.exists(${held.file}.name)` : `default_storage.exists(${name})`;
  }
  if (last === "getsize" || program === "os.stat")
    return held.file ? `${held.file}.size` : `default_storage.size(${name})`;
  if (last === "getmtime") {
    return held.file
      ? `${held.file}.storage.get_modified_time(${held.file}.name)`
      : `default_storage.get_modified_time(${name})`;
  }
  if (last === "makedirs" || last === "mkdir")
    return "nothing: default_storage.save(name, content) makes the folders it needs";
  if (last === "listdir" || last === "walk" || last === "scandir")
    return `default_storage.listdir(${held.name === "" ? '""' : name})`;
  if (last === "guess_type")
    return held.file ? `mimetypes.guess_type(${held.file}.name)` : `mimetypes.guess_type(${name})`;
  if (last === "save") {
    const target = held.file
      ? `${held.file}.save(filename, ContentFile(buffer.getvalue()), save=False)`
      : `default_storage.save(${name}, ContentFile(buffer.getvalue()))`;
    return `buffer = io.BytesIO(), save into it, then ${target}`;
  }
  if (last === "FileResponse" || last === "Path" || program === "path") return open;
  if (program.startsWith("shutil.")) return `shutil.copyfileobj(${open}, target)`;
  if (/^os\.(?:rename|replace)$/.test(program)) return `default_storage.save(new_name, ${open}) and delete the old one`;
  return `${written}(${open})`;
}

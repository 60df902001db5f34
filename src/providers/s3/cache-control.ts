/** How long browsers and caches may keep a file: the app's uploads and copies of migrate alike. */
import type { Access } from "../../model/answers.ts";

/** Private: shorter than a signed link lives. Public: a name is never given to another file. */
export const CACHE_CONTROL: Readonly<Record<Access, string>> = {
  private: "private, max-age=300",
  public: "public, max-age=86400",
};

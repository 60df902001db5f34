/** Every provider, in the order in which it is offered. One line each; a provider's code is loaded when it has been chosen. */
import type { ProviderId } from "../model/answers.ts";
import type { Provider } from "../model/provider.ts";
import { cloudinaryFacts } from "./cloudinary/compare.ts";
import { renderDiskFacts } from "./render-disk/compare.ts";
import { s3Facts } from "./s3/compare.ts";

export const PROVIDERS: readonly Provider[] = [
  {
    id: "s3",
    title: "Amazon S3",
    compare: s3Facts,
    load: async () => (await import("./s3/works.ts")).works,
  },
  {
    id: "cloudinary",
    title: "Cloudinary",
    compare: cloudinaryFacts,
    load: async () => (await import("./cloudinary/works.ts")).works,
  },
  {
    id: "render-disk",
    title: "Render disk",
    compare: renderDiskFacts,
    load: async () => (await import("./render-disk/works.ts")).works,
  },
];

export function providerById(id: ProviderId): Provider {
  const found = PROVIDERS.find((provider) => provider.id === id);
  if (found === undefined) throw new Error(`no provider ${id}`);
  return found;
}

/** As it stands in a sentence: `S3`, `Cloudinary`, `Render`. */
export function titleOf(id: ProviderId): string {
  return id === "s3" ? "S3" : providerById(id).title;
}

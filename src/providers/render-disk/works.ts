/** A persistent disk of the Render service as a provider: what the rest of the program calls. Source: https://render.com/docs/disks */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/render-disk.ts";
import type { Credentials, RenderDiskAnswers } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { ProofExpectation } from "../../model/proof.ts";
import type { Disk, EnvVar, ProviderWorks } from "../../model/provider.ts";
import { expectedStorage, renderMediaStorage } from "./media-storage.ts";
import { survey } from "./survey.ts";
import { urlsBlock } from "./urls.ts";

const NO_KEYS: Credentials = { secrets: {}, source: "default", detail: say.noKeys, temporary: false };

export const works: ProviderWorks<RenderDiskAnswers> = {
  findCredentials: async () => NO_KEYS,
  survey: async (answers, _context, project) => await survey(answers, known(project)),
  // There is nothing to try from here: the disk is where the app runs, and the proof tries the app.
  probe: async () => [{ id: "disk-not-tried", status: "skip", message: say.nothingTried }],
  actors: () => ({}),
  env: variablesFor,
  requirements: () => [],
  owns: { variables: ["MEDIA_ROOT"], comments: Object.values(say.variables), packages: [] },
  mediaStorage: renderMediaStorage,
  disk: diskOf,
  urls: urlsBlock,
  expectation,
  beforehand,
  afterwards,
};

function known(project: Project | undefined): Project {
  if (project === undefined) throw new Error("a disk depends on the project");
  return project;
}

function variablesFor({ mountPath }: RenderDiskAnswers): readonly EnvVar[] {
  return [
    { key: "MEDIA_STORAGE", value: "disk", comment: say.variables.choice },
    { key: "MEDIA_ROOT", value: mountPath, comment: say.variables.root },
  ];
}

function diskOf({ diskName, mountPath, diskSize }: RenderDiskAnswers): Disk {
  return { name: diskName, mountPath, sizeGB: diskSize };
}

function expectation(answers: RenderDiskAnswers, _credentials: Credentials, project?: Project): ProofExpectation {
  return {
    environment: Object.fromEntries(variablesFor(answers).map(({ key, value }) => [key, String(value)])),
    ...expectedStorage(answers, known(project)),
    origins: [],
  };
}

/** The app refuses to save before the disk is there: it comes with the sync of render.yaml, or by hand. */
function beforehand({ diskName, mountPath, diskSize }: RenderDiskAnswers, project: Project): readonly Text[] {
  if (!isSynced(project)) return [say.addDisk(diskName, mountPath, diskSize)];
  const { blueprint, service } = project;
  const unpaid = service !== null && (service.plan === null || service.plan === "free");
  return unpaid ? [say.paidPlanFirst(blueprint?.file ?? "render.yaml", service.name)] : [];
}

function afterwards({ mountPath }: RenderDiskAnswers, project: Project): readonly Text[] {
  const { blueprint, service, media } = project;
  const copy = say.copyFiles(media.files, media.root ?? "media", mountPath, service?.region ?? null);
  const sync = blueprint?.planned === true ? say.newBlueprintSync : say.syncBlueprint;
  return [...(isSynced(project) ? [sync] : []), ...(media.files > 0 ? [copy] : []), say.backups];
}

function isSynced({ blueprint, service }: Project): boolean {
  return blueprint !== null && service !== null;
}

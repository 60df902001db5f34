/** Questions that do not depend on the provider. */
import { LANGUAGES } from "../../lib/text.ts";
import { defaults, describeCommon as describe, describeRenderDisk } from "../../messages/questions.ts";
import { PROVIDER_IDS } from "../../model/answers.ts";
import { COMMAND_NAMES } from "../command-names.ts";
import { envFileProblem, nameProblem, settingsProblem, tidyPath } from "../forms.ts";
import { choice, text, toggle } from "../question.ts";

const ofProject = { group: "common", commands: ["setup", "check", "migrate"], persisted: true } as const;

export const COMMON = {
  provider: choice({
    ...ofProject,
    flag: "--provider",
    env: ["VET_MEDIA_PROVIDER"],
    description: describe.provider,
    choices: PROVIDER_IDS,
    example: "s3",
  }),
  settings: text({
    ...ofProject,
    flag: "--settings",
    commands: [...ofProject.commands, "compare"],
    env: ["VET_MEDIA_SETTINGS"],
    alsoReads: ["DJANGO_SETTINGS_MODULE"],
    description: describe.settings,
    placeholder: "MODULE",
    example: "config.settings.render",
    defaultText: defaults.found,
    problem: settingsProblem,
  }),
  access: choice({
    ...ofProject,
    flag: "--access",
    commands: ["setup", "check", "migrate", "policy"],
    env: ["VET_MEDIA_ACCESS"],
    description: describe.access,
    choices: ["private", "public"],
    default: "private",
    example: "private",
  }),
  envFile: text({
    ...ofProject,
    flag: "--env-file",
    description: describe.envFile,
    placeholder: "PATH",
    example: "deploy/.env.render",
    default: ".env.render",
    problem: envFileProblem,
    tidy: tidyPath,
  }),
  service: text({
    ...ofProject,
    flag: "--service",
    commands: [...ofProject.commands, "compare"],
    description: describe.service,
    placeholder: "NAME",
    example: "clinic-web",
    defaultText: defaults.djangoService,
    problem: nameProblem,
  }),
  python: text({
    ...ofProject,
    flag: "--python",
    alsoReads: ["VIRTUAL_ENV"],
    persisted: false,
    description: describe.python,
    placeholder: "PATH",
    example: ".venv/bin/python",
    defaultText: defaults.venv,
  }),
  prove: choice({
    ...ofProject,
    flag: "--prove",
    description: describe.prove,
    choices: ["auto", "required", "off"],
    default: "auto",
    example: "required",
  }),
  dropDisk: toggle({
    ...ofProject,
    flag: "--drop-disk",
    commands: ["setup"],
    persisted: false,
    description: describeRenderDisk.dropDisk,
  }),
  lang: choice({
    ...ofProject,
    flag: "--lang",
    alsoReads: ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"],
    commands: COMMAND_NAMES,
    description: describe.lang,
    choices: LANGUAGES,
    example: "es",
  }),
};

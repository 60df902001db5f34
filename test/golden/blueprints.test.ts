/** The variables in every shape of render.yaml: on the right service, in the layout that is there, and nothing else touched. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { removeServiceEnv } from "../../src/edit/render-yaml.ts";
import { readBlueprint } from "../../src/render/blueprint.ts";
import { expectGolden } from "./golden.ts";
import { type PlannedOptions, planned } from "./planned.ts";
import { repositoryDiff } from "./repository-diff.ts";

const WEB = `  - type: web
    name: clinic
    runtime: python
    buildCommand: pip install -r requirements.txt
    startCommand: gunicorn core.wsgi
`;
const WORKER = `  - type: worker
    name: jobs
    runtime: python
    buildCommand: pip install -r requirements.txt
    startCommand: python manage.py process_tasks
`;
const ENV = `    envVars:
      - key: SECRET_KEY
        generateValue: true
`;

interface Shape extends PlannedOptions {
  readonly yaml: string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  "no-variables": { yaml: `services:\n${WEB}` },
  "no-variables-in-the-middle": {
    yaml: `# Render\nservices:\n${WEB}    plan: starter # for now\n\n  # keeps sessions\n  - type: keyvalue\n    name: cache\n    ipAllowList: []\n\ndatabases:\n  - name: db\n`,
  },
  "envvars-empty": { yaml: `services:\n${WEB}    envVars:\n    plan: free\n` },
  comments: {
    yaml: `services:\n${WEB}    # secrets: Dashboard\n    envVars:\n      # the framework\n      - key: DEBUG   # never on\n        value: "False"\n\n      # - key: SENTRY_DSN\n      #   sync: false\n      - key: SECRET_KEY\n        # made once\n        generateValue: true\n      # end of variables\n    plan: starter\n`,
  },
  "previews-automatic": { yaml: `previews:\n  generation: automatic\nservices:\n${WEB}${ENV}` },
  "previews-off": { yaml: `previews:\n  generation: off\nservices:\n${WEB}${ENV}` },
  "previews-old-spelling": { yaml: `previewsEnabled: true\nservices:\n${WEB}${ENV}` },
  "previews-in-flow": {
    yaml: 'previews: {generation: manual}\nservices: [{type: web, name: clinic, runtime: python, envVars: [{key: DEBUG, value: "0"}]}]\n',
  },
  "group-of-web-and-worker": {
    yaml: `services:\n${WEB}    envVars:\n      - fromGroup: shared\n${WORKER}    envVars:\n      - fromGroup: shared\n\nenvVarGroups:\n  - name: shared\n    envVars:\n      - key: AWS_S3_REGION_NAME\n        value: us-west-2\n      - key: DEBUG\n        value: "0"\n`,
  },
  "group-that-gives-all-to-the-worker": {
    yaml: `services:\n${WEB}${ENV}${WORKER}    envVars:\n      - fromGroup: storage\nenvVarGroups:\n  - name: storage\n    envVars:\n      - key: MEDIA_STORAGE\n        value: s3\n`,
  },
  "worker-cron-and-others": {
    yaml: `services:\n${WEB}${ENV}${WORKER}  - type: cron\n    name: nightly\n    runtime: python\n    schedule: "0 3 * * *"\n    startCommand: python manage.py clearsessions\n  - type: web\n    name: landing\n    runtime: static\n    staticPublishPath: ./site\n  - type: web\n    name: api\n    runtime: node\n  - type: web\n    name: other\n    runtime: python\n    rootDir: other\n  - type: worker\n    name: ready\n    runtime: python\n    envVars:\n      - key: MEDIA_STORAGE\n        value: s3\n`,
  },
  "worker-that-shares-the-list": {
    yaml: `services:\n${WEB}    envVars: &env\n      - key: DEBUG\n        value: "0"\n${WORKER}    envVars: *env\n`,
  },
  "merged-services": {
    yaml: `.base: &base\n  runtime: python\n  plan: starter\nservices:\n  - <<: *base\n    type: web\n    name: clinic\n    startCommand: gunicorn core.wsgi\n  - <<: *base\n    type: worker\n    name: jobs\n    startCommand: python manage.py work\n`,
  },
  docker: {
    yaml: "services:\n- type: web\n  name: clinic\n  runtime: docker\n  dockerfilePath: ./Dockerfile\n  envVars:\n  - key: PORT\n    value: 8000\n- type: worker\n  name: jobs\n  runtime: docker\n  dockerfilePath: ./Dockerfile\n  dockerCommand: celery -A core worker\n- type: worker\n  name: mail\n  runtime: docker\n  dockerfilePath: ./mail/Dockerfile\n",
  },
  "two-web": {
    service: "admin",
    yaml: `services:\n${WEB}${ENV}  - type: web\n    name: admin\n    runtime: python\n    startCommand: gunicorn core.wsgi\n    envVars:\n      - key: ADMIN\n        value: "1"\n`,
  },
  "crlf-without-newline": { yaml: `services:\n${WEB}${ENV}`.trimEnd().replaceAll("\n", "\r\n") },
  "disk-elsewhere": {
    yaml: `services:\n${WEB}    plan: starter\n    disk:\n      name: uploads\n      mountPath: /var/data\n      sizeGB: 1\n`,
  },
  "list-at-its-key": {
    yaml: 'services:\n- type: web\n  name: clinic\n  runtime: python\n  envVars:\n  -   key: A\n      value: "1"\n  autoDeploy: false\n',
  },
  "old-spelling": { yaml: "services:\n  - type: web\n    name: clinic\n    env: python\n    plan: free\n" },
  "set-already": {
    yaml: `services:\n${WEB}    envVars:\n      - key: AWS_ACCESS_KEY_ID\n        value: AKIAOLDOLDOLDOLDOLD1 # rotate!\n      - key: AWS_STORAGE_BUCKET_NAME\n        value: 'old-bucket'\n      - key: AWS_S3_REGION_NAME\n        value: "us-west-2"\n      - key: MEDIA_STORAGE\n        value: cloudinary\n      - key: AWS_SECRET_ACCESS_KEY\n        fromService:\n          type: worker\n          name: jobs\n          envVarKey: AWS_SECRET_ACCESS_KEY\n`,
  },
  "values-that-look-like-others": {
    yaml: `services:\n${WEB}${ENV}`,
    answers: { bucket: "20241231", prefix: "on", endpointUrl: "https://s3.example.com:9000", region: "0x1" },
  },
  "in-a-project": {
    yaml: 'projects:\n  - name: vet\n    environments:\n      - name: production\n        services:\n          - type: web\n            name: clinic\n            runtime: python\n            envVars:\n              - key: DEBUG\n                value: "0"\n',
  },
};

describe("render.yaml", () => {
  test.each(Object.keys(SHAPES))("%s", async (name) => {
    const { yaml, ...options } = SHAPES[name] ?? { yaml: "" };
    const { dir, plan, project, write, again } = await planned(
      { "render.yaml": yaml, "requirements.txt": "Django==5.2.7\n" },
      options,
    );
    const service = project.service?.name ?? "";
    await write();
    const file = path.join(dir, "render.yaml");
    const after = await readFile(file, "utf8");
    const said = plan.warnings.map((one) => `warning: ${one.message.en}. ${one.next?.en ?? ""}`.trimEnd());
    const diff = repositoryDiff(dir, { only: (one) => one === "render.yaml" });
    expectGolden(`blueprints/${name}.diff`, [...said, "", diff].join("\n"));
    expect((await again()).changes.filter(({ action }) => action !== "none").map((one) => one.path)).toEqual([]);
    onlyWhatRenderTakes(after, service);

    if (name === "set-already") return;
    const keys = Object.keys(readBlueprint(after, file).services.find((one) => one.name === service)?.env ?? {});
    const new_ = keys.filter((key) => /^(?:MEDIA_STORAGE|AWS_)/.test(key));
    const sharing = name === "worker-that-shares-the-list" ? ["jobs"] : [];
    expect(removeServiceEnv(after, service, new_, { sharing })).toBe(
      name === "envvars-empty" ? yaml.replace("    envVars:\n", "") : yaml,
    );
  });
});

/** A value is text or a number for YAML 1.1, which Render reads, too: never a boolean; and a variable has one source. */
function onlyWhatRenderTakes(text: string, name: string): void {
  for (const version of ["1.1", "1.2"] as const) {
    const plain = parse(text, { version, merge: true });
    const environments = (plain.projects ?? []).flatMap((project: { environments: unknown[] }) => project.environments);
    const services = [plain, ...environments].flatMap((holder) => holder.services ?? []);
    const service = services.find((one: { name: string }) => one.name === name);
    const ours = service.envVars.filter((one: { key?: string }) => /^(?:MEDIA_STORAGE|AWS_)/.test(one.key ?? ""));
    expect(ours.length).toBeGreaterThan(4);
    for (const { key, ...source } of ours) {
      expect(key).toMatch(/^[A-Z_0-9]+$/);
      const secret = key === "AWS_ACCESS_KEY_ID" || key === "AWS_SECRET_ACCESS_KEY";
      if (secret) expect("fromService" in source || source.sync === false).toBe(true);
      else expect(typeof source.value).toBe("string");
      const preview = key === "MEDIA_STORAGE" && "previewValue" in source;
      expect(Object.keys(source)).toHaveLength(preview ? 2 : 1);
      if (preview) expect(source.previewValue).toBe("local");
    }
  }
}

/** Questions of commands, and of what this version names and does not have: those parse, so that saying so is plain. */
import { parseShard } from "../../lib/shard.ts";
import { shardForm } from "../../messages/migrate-shards.ts";
import { defaults, describeOthers, describeRender } from "../../messages/questions.ts";
import { siteProblem } from "../forms.ts";
import { choice, list, number, text, toggle } from "../question.ts";

const ofRender = { group: "render", commands: ["setup"] } as const;
const ofMigrate = { group: "migrate", commands: ["migrate"] } as const;

export const LATER = {
  pushEnv: toggle({
    ...ofRender,
    flag: "--push-env",
    alsoReads: ["RENDER_API_URL"],
    description: describeRender.pushEnv,
    defaultText: defaults.off,
  }),
  renderServiceId: text({
    ...ofRender,
    flag: "--render-service-id",
    description: describeRender.renderServiceId,
    placeholder: "ID",
    example: "srv-cukouhrtq21c73e9scng",
  }),
  deploy: toggle({ ...ofRender, flag: "--deploy", description: describeRender.deploy }),
  from: text({
    ...ofMigrate,
    flag: "--from",
    description: describeOthers.from,
    placeholder: "STORE",
    example: "media",
  }),
  to: text({ ...ofMigrate, flag: "--to", description: describeOthers.to, placeholder: "STORE", example: "configured" }),
  concurrency: number({
    ...ofMigrate,
    flag: "--concurrency",
    description: describeOthers.concurrency,
    placeholder: "N",
    example: "16",
    minimum: 1,
    maximum: 1024,
  }),
  verify: toggle({ ...ofMigrate, flag: "--verify", words: ["bytes"], description: describeOthers.verify }),
  resume: toggle({ ...ofMigrate, flag: "--resume", description: describeOthers.resume }),
  fresh: toggle({ ...ofMigrate, flag: "--fresh", description: describeOthers.fresh }),
  overwrite: toggle({ ...ofMigrate, flag: "--overwrite", description: describeOthers.overwrite }),
  shard: text({
    ...ofMigrate,
    flag: "--shard",
    description: describeOthers.shard,
    placeholder: "I/N",
    example: "2/4",
    problem: (word) => (parseShard(word) === null ? shardForm : null),
  }),
  emit: choice({
    ...ofMigrate,
    flag: "--emit",
    description: describeOthers.emit,
    choices: ["s3-batch"],
    example: "s3-batch",
  }),
  emitDir: text({
    ...ofMigrate,
    flag: "--emit-dir",
    description: describeOthers.emitDir,
    placeholder: "DIR",
    example: "jobs/media",
    default: "s3-batch",
  }),
  mergeReports: list({
    ...ofMigrate,
    flag: "--merge-reports",
    description: describeOthers.mergeReports,
    placeholder: "FILE",
    example: "part-1.csv part-2.csv",
    tidy: (file) => file,
    problem: () => null,
  }),
  namesFromDb: toggle({ ...ofMigrate, flag: "--names-from-db", description: describeOthers.namesFromDb }),
  report: text({
    flag: "--report",
    group: "migrate",
    commands: ["migrate", "check"],
    description: describeOthers.report,
    placeholder: "FILE",
    example: "report.md",
  }),
  deployed: text({
    flag: "--deployed",
    group: "check",
    commands: ["check"],
    description: describeOthers.deployed,
    placeholder: "URL",
    example: "https://clinic.onrender.com",
    problem: siteProblem,
  }),
  fix: toggle({ flag: "--fix", group: "check", commands: ["check"], description: describeOthers.fix }),
  for: choice({
    flag: "--for",
    group: "policy",
    commands: ["policy"],
    description: describeOthers.for,
    choices: ["app", "setup"],
    default: "app",
    example: "app",
  }),
  cors: toggle({ flag: "--cors", group: "policy", commands: ["policy"], description: describeOthers.cors }),
};

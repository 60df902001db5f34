/**
 * Preloaded into the tool (NODE_OPTIONS=--import): it gives up fifteen times as early as it otherwise would. Only waits of five seconds and
 * more are cut, which are its limits for an answer, so that a test of silence need not last for minutes.
 */
import { Socket } from "node:net";

const LONG = 5_000;
const FACTOR = 15;

/** @param {unknown} wait */
const cut = (wait) => (typeof wait === "number" && wait >= LONG ? Math.ceil(wait / FACTOR) : wait);

const { setTimeout: schedule } = globalThis;
globalThis.setTimeout = Object.assign(
  (/** @type {() => void} */ work, /** @type {number} */ wait, /** @type {unknown[]} */ ...rest) =>
    schedule(work, cut(wait), ...rest),
  schedule,
);
const limit = AbortSignal.timeout;
AbortSignal.timeout = (wait) => limit.call(AbortSignal, Number(cut(wait)));
const { setTimeout: idle } = Socket.prototype;
Socket.prototype.setTimeout = function setTimeout(wait, ...rest) {
  return idle.call(this, cut(wait), ...rest);
};

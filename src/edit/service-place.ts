/** One service of render.yaml, found by its name, with the list of its variables wherever that is written. */
import { isDeepStrictEqual } from "node:util";
import { isSeq, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { Failure } from "../lib/failure.ts";
import {
  blueprintNoService,
  blueprintServiceTwice,
  blueprintSharedVariables,
  blueprintTooIntricate,
} from "../messages/edit.ts";
import { BlueprintDocument } from "../render/document.ts";
import type { BlueprintVariable } from "./blueprint-item.ts";
import { placeOfPair, startOf } from "./yaml-places.ts";

export class ServicePlace {
  readonly document: BlueprintDocument;
  readonly service: YAMLMap;
  /** Its own `envVars:`, or that of a merged mapping; null if there is none. */
  readonly pair: Pair | null;
  readonly list: YAMLSeq | null;
  readonly name: string;

  constructor(document: BlueprintDocument, name: string) {
    this.document = document;
    this.name = name;
    const services = this.document.services();
    const named = services.filter((map) => this.document.scalar(map, "name") === name);
    const [service, second] = named;
    const names = services.map((map) => this.document.scalar(map, "name") ?? "");
    if (service === undefined) throw new Failure(blueprintNoService(this.document.file, name, names));
    if (second !== undefined) throw new Failure(blueprintServiceTwice(this.document.placeOf(second), name));
    this.service = service;
    this.pair = this.document.pair(service, "envVars");
    const node = this.document.value(service, "envVars");
    this.list = isSeq(node) ? node : null;
    // Says it where the shape is wrong.
    this.document.mappings(service, "envVars");
  }

  get text(): string {
    return this.document.text;
  }

  /**
   * Throws Failure where a change of the list would change another service or group as well. `sharing`: names of services that may be changed with this one;
   * a group never is, for it cannot hold `sync: false`.
   */
  assertOwn(sharing: ReadonlySet<string>): void {
    const shares = (map: YAMLMap) => this.list !== null && this.document.value(map, "envVars") === this.list;
    const name = (map: YAMLMap) => this.document.scalar(map, "name") ?? "?";
    const services = this.document
      .services()
      .filter((map) => map !== this.service && shares(map) && !sharing.has(name(map)));
    const others = [...services, ...this.document.groups().filter(shares)].map(name);
    if (others.length === 0) return;
    const at = this.pair === null ? startOf(this.service) : placeOfPair(this.pair).start;
    throw new Failure(blueprintSharedVariables(this.document.place(at), this.name, others));
  }

  /** True where a group of the service gives the key, with the value that is wanted. */
  givenByGroup(variable: BlueprintVariable): boolean {
    const groups = this.document
      .mappings(this.service, "envVars")
      .map((item) => this.document.scalar(item, "fromGroup"));
    return this.document.groups().some((group) => {
      if (!groups.includes(this.document.scalar(group, "name") ?? "")) return false;
      const item = this.document
        .mappings(group, "envVars")
        .findLast((entry) => this.document.scalar(entry, "key") === variable.key);
      return item !== undefined && ("sync" in variable || this.document.scalar(item, "value") === variable.value);
    });
  }

  /** The new text, parsed. Throws Failure unless it means what the old one did with `change` made to the service's variables, wherever they are shared. */
  checked(
    text: string,
    key: string,
    change: (variables: Record<string, unknown>[]) => unknown[] | undefined,
  ): BlueprintDocument {
    const meant = this.document.toJS();
    const plain = BlueprintDocument.servicesOf(meant).find((service) => service.name === this.name);
    const list = plain?.envVars;
    const variables = change(Array.isArray(list) ? structuredClone(list) : []);
    if (variables === undefined) delete plain?.envVars;
    else if (this.list === null) {
      if (plain !== undefined) plain.envVars = variables;
    } else {
      // In place: where the list itself stands under another key, by an anchor, it changes along.
      const lists = this.document.holdersOf(meant, "envVars", this.list).map((holder) => holder.envVars);
      for (const one of new Set(lists)) if (Array.isArray(one)) one.splice(0, one.length, ...variables);
    }
    const changed = this.#read(text);
    if (changed !== null && isDeepStrictEqual(changed.toJS(), meant)) return changed;
    throw new Failure(blueprintTooIntricate(this.document.placeOf(this.service), this.name, key));
  }

  #read(text: string): BlueprintDocument | null {
    try {
      return new BlueprintDocument(text, this.document.file);
    } catch (error) {
      if (error instanceof Failure) return null;
      throw error;
    }
  }
}

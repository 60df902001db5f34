import { describe, expect, it } from "vitest";
import { setServicePlan } from "../../src/edit/service-plan.ts";
import { Failure } from "../../src/lib/failure.ts";

const set = (text: string) => {
  const once = setServicePlan(text, "clinic", "starter");
  expect(setServicePlan(once, "clinic", "starter")).toBe(once);
  return once;
};

describe("the plan of a service", () => {
  it("is exchanged in place, with its comment", () => {
    const text = "services:\n- name: clinic\n  plan: free # for now\n- name: b\n  plan: free\n";
    expect(set(text)).toBe("services:\n- name: clinic\n  plan: starter # for now\n- name: b\n  plan: free\n");
    expect(set("services: [{name: clinic, plan: 'free'}]\n")).toBe("services: [{name: clinic, plan: starter}]\n");
    expect(set("services:\n- name: clinic\n  plan:\n")).toBe("services:\n- name: clinic\n  plan: starter\n");
  });

  it("goes behind what the service is, where there is none", () => {
    expect(set("services:\r\n- type: web\r\n  runtime: python # 3\r\n  name: clinic\r\n  envVars: []")).toBe(
      "services:\r\n- type: web\r\n  runtime: python # 3\r\n  plan: starter\r\n  name: clinic\r\n  envVars: []",
    );
    expect(set("services:\n- name: clinic")).toBe("services:\n- name: clinic\n  plan: starter");
    expect(set("services: [ {name: clinic, envVars: []} ]\n")).toBe(
      "services: [ {name: clinic, plan: starter, envVars: []} ]\n",
    );
    expect(set(".b: &b\n  plan: free\nservices:\n- <<: *b\n  name: clinic\n")).toBe(
      ".b: &b\n  plan: free\nservices:\n- <<: *b\n  name: clinic\n  plan: starter\n",
    );
  });

  it("does not reach another service through an anchor", () => {
    const shared = "services:\n- &web\n  name: clinic\n  plan: free\n- <<: *web\n  name: b\n";
    expect(() => setServicePlan(shared, "clinic", "starter")).toThrow(Failure);
  });
});

// Four users who read without a pause. All of them ask the same server for the same address for a slot of time, then
// the next server for it, and so on through every address, several rounds: what the machine does besides meets all alike.
//
// RUN names a JSON file: {"token", "servers": {name: base address}, "addresses": [...], "slot_ms", "rounds"}.
// The summary goes to SUMMARY: {server: {address: {"med", "p(95)", "count"}}}. The first round warms up and is not told.

import { check } from "k6";
import http from "k6/http";
import { Rate, Trend } from "k6/metrics";

const run = JSON.parse(open(__ENV.RUN));
const servers = Object.keys(run.servers);
const slots = [];
const trends = {};
run.addresses.forEach((address, index) => {
  servers.forEach((server) => {
    trends[`${server} ${address}`] = new Trend(`${server}_${index}`, true);
  });
});
for (let round = 0; round < run.rounds; round++) {
  for (const address of run.addresses) {
    for (const server of servers) slots.push({ round, server, address });
  }
}
const refused = new Rate("refused");
// A slot's first requests wait for what the slot before still had under way.
const settle = run.slot_ms / 5;

export const options = {
  scenarios: {
    reads: { executor: "constant-vus", vus: 4, duration: `${slots.length * run.slot_ms}ms`, gracefulStop: "5s" },
  },
  discardResponseBodies: true,
  summaryTrendStats: ["med", "p(95)", "count"],
  thresholds: { refused: ["rate==0"] },
};

export function setup() {
  return { started: Date.now() };
}

export default function ({ started }) {
  const passed = Date.now() - started;
  const slot = slots[Math.floor(passed / run.slot_ms)];
  if (slot === undefined) return;
  const answer = http.get(run.servers[slot.server] + slot.address, { headers: { Authorization: `Bearer ${run.token}` } });
  refused.add(!check(answer, { "is answered": ({ status }) => status === 200 }));
  if (slot.round > 0 && passed % run.slot_ms >= settle) {
    trends[`${slot.server} ${slot.address}`].add(answer.timings.duration);
  }
}

export function handleSummary({ metrics }) {
  const found = {};
  for (const server of servers) {
    found[server] = {};
    run.addresses.forEach((address, index) => {
      const metric = metrics[`${server}_${index}`];
      if (metric !== undefined) found[server][address] = metric.values;
    });
  }
  return { [__ENV.SUMMARY]: JSON.stringify(found) };
}

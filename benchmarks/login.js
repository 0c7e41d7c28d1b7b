// Four people sign in without a pause, and meanwhile somebody asks every 20 ms whether the server lives and is ready.
//
// RUN names a JSON file: {"url", "password", "usernames": [...], "seconds"}. The summary goes to SUMMARY:
// {"live", "ready", "login": {"med", "p(95)", "count"}}, in milliseconds.

import { check, sleep } from "k6";
import http from "k6/http";
import { Rate, Trend } from "k6/metrics";

const run = JSON.parse(open(__ENV.RUN));
const times = { live: new Trend("live", true), ready: new Trend("ready", true), login: new Trend("login", true) };
const refused = new Rate("refused");

export const options = {
  scenarios: {
    people: { executor: "constant-vus", vus: run.usernames.length, duration: `${run.seconds}s`, exec: "signIn" },
    live: { executor: "constant-vus", vus: 1, duration: `${run.seconds}s`, exec: "askLive", startTime: "500ms" },
    ready: { executor: "constant-vus", vus: 1, duration: `${run.seconds}s`, exec: "askReady", startTime: "500ms" },
  },
  discardResponseBodies: true,
  summaryTrendStats: ["med", "p(95)", "count"],
  thresholds: { refused: ["rate==0"] },
};

function note(name, answer) {
  refused.add(!check(answer, { "is answered": ({ status }) => status === 200 }));
  times[name].add(answer.timings.duration);
}

export function signIn() {
  const username = run.usernames[(__VU - 1) % run.usernames.length];
  const body = JSON.stringify({ username, password: run.password });
  note("login", http.post(`${run.url}/api/v1/users/login`, body, { headers: { "Content-Type": "application/json" } }));
}

export function askLive() {
  note("live", http.get(`${run.url}/health/live`));
  sleep(0.02);
}

export function askReady() {
  note("ready", http.get(`${run.url}/health/ready`));
  sleep(0.02);
}

export function handleSummary({ metrics }) {
  const found = Object.fromEntries(Object.keys(times).map((name) => [name, metrics[name].values]));
  return { [__ENV.SUMMARY]: JSON.stringify(found) };
}

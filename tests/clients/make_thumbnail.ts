// Makes a thumbnail with the typed client: node make_thumbnail.js URL. Prints what it came to as JSON.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

const baseUrl = process.argv[2];
const name = `ts_${Date.now().toString(36)}`;
const client = createClient<paths>({ baseUrl });

interface Failure {
  error: { type: string; message: string };
}

function told<D extends { data: unknown }>(answer: { data?: D; error?: Failure }): D["data"] {
  if (answer.data === undefined) {
    throw new Error(`${answer.error?.error.type}: ${answer.error?.error.message}`);
  }
  return answer.data.data;
}

const password = "correct horse battery";
const account = told(
  await client.POST("/api/v1/users/register", { body: { username: name, email: `${name}@example.com`, password } }),
);
client.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${account.access_token}`);
    return request;
  },
});

const created = told(await client.POST("/api/v1/generation/create", { body: { prompt: "ten minute pasta" } }));
const path = { generation_id: created.generation_id };
let state = told(await client.GET("/api/v1/generation/{generation_id}/status", { params: { path } }));
for (let tries = 0; state.status === "queued" || state.status === "processing"; tries++) {
  if (tries > 240) throw new Error("it takes too long");
  await new Promise((resolve) => setTimeout(resolve, 250));
  state = told(await client.GET("/api/v1/generation/{generation_id}/status", { params: { path } }));
}

// A failure is typed as well.
const refused = await client.POST("/api/v1/generation/create", { body: { prompt: "" } });
const download = await client.GET("/api/v1/generation/{generation_id}/download", {
  params: { path, query: { format: "png" } },
  parseAs: "arrayBuffer",
});
const picture = new Uint8Array(download.data as unknown as ArrayBuffer);
console.log(
  JSON.stringify({
    status: state.status,
    refused: refused.error?.error.type,
    first: Array.from(picture.slice(0, 4)),
    bytes: picture.length,
  }),
);

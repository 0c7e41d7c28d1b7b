// node follow.js URL '{"ticket": "…"}' GENERATION_ID [TRANSPORT]
// Prints each event as a line of JSON, and ends with the generation.

import { io } from "socket.io-client";

const [url, auth, generationId, transport] = process.argv.slice(2);
const FINAL = new Set(["generation_completed", "generation_failed", "generation_cancelled"]);

const options = { auth: JSON.parse(auth), reconnection: false };
if (transport) options.transports = [transport];
const socket = io(url, options);

const say = (event, data) => console.log(JSON.stringify({ event, data }));

socket.on("connect_error", (error) => {
  say("connect_error", { message: error.message, ...error.data });
  process.exitCode = 1;
  socket.close();
});
socket.on("disconnect", (reason) => say("disconnect", { reason }));
socket.onAny((event, data) => {
  say(event, data);
  if (event === "connection:established") {
    say("transport", { name: socket.io.engine.transport.name });
    socket.emit("subscribe_generation", { generation_id: generationId });
  }
  if (FINAL.has(event)) socket.close();
});

// `ws`, broadcasting as its documentation shows: `node ws.mjs PORT REDIS_SOCKET CHANNEL`.
import { createClient } from "redis";
import { WebSocket, WebSocketServer } from "ws";

const [port, path, channel] = process.argv.slice(2);
const server = new WebSocketServer({ port: Number(port), host: "127.0.0.1", backlog: 8192 });
server.on("connection", (socket) => socket.send("ready"));

const redis = createClient({ socket: { path } });
await redis.connect();
await redis.subscribe(channel, (message) => {
  for (const client of server.clients) if (client.readyState === WebSocket.OPEN) client.send(message);
});

// Socket.IO 4 as its documentation sets it up: `node socketio.mjs PORT REDIS_SOCKET CHANNEL`.
import { createServer } from "node:http";
import { createClient } from "redis";
import { Server } from "socket.io";

const [port, path, channel] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, { transports: ["websocket"] });
io.on("connection", (socket) =>
  socket.on("join", (room) => {
    socket.join(room);
    socket.emit("joined", room);
  }),
);

const redis = createClient({ socket: { path } });
await redis.connect();
await redis.subscribe(channel, (message) => io.to(channel).emit("said", JSON.parse(message)));
http.listen({ port: Number(port), host: "127.0.0.1", backlog: 8192 });

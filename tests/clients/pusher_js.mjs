// Unmodified pusher-js under laravel-echo in Node: says everything it hears as lines of JSON.
// Usage: node pusher_js.mjs '{"host", "port", "key", "cookie", "origin", "channel", "event"}'
import Echo from "laravel-echo";
import Pusher from "pusher-js";

const say = (what, more = {}) => process.stdout.write(JSON.stringify({ what, ...more }) + "\n");
const options = JSON.parse(process.argv[2]);

// What a browser adds by itself: the page's origin and its cookies.
const Socket = Pusher.Runtime.getWebSocketAPI();
const headers = options.cookie ? { Cookie: options.cookie, Origin: options.origin } : {};
Pusher.Runtime.getWebSocketAPI = () =>
  function AsBrowser(url) {
    return new Socket(url, [], { headers });
  };

const pusher = new Pusher(options.key, {
  cluster: "",
  wsHost: options.host,
  wsPort: options.port,
  forceTLS: false,
  enabledTransports: ["ws"],
  disableStats: true,
});
pusher.connection.bind("state_change", (change) => say("state", { state: change.current }));
pusher.connection.bind("error", (error) => say("error", { code: error?.error?.data?.code ?? error?.data?.code ?? null }));
pusher.bind("realtime.heads", (data) => say("heads", data));

const echo = new Echo({ broadcaster: "pusher", client: pusher, key: options.key });
echo.channel(options.channel).listen(options.event, (data) => say("event", { data }));
pusher
  .channel(options.channel)
  .bind("pusher:subscription_succeeded", (data) => say("subscribed", { data }));
process.stdin.on("end", () => process.exit(0)).resume();

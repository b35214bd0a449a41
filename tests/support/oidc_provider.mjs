// A hospital's identity provider: oidc-provider, a certified implementation, with the staff given on the command line.
// Usage: node oidc_provider.mjs '{"port", "client": {…}, "staff": {sub: claims}}'
//
// Its login page signs in the person whose `sub` is typed, with any password. Two calls stand in for its admins:
// PUT /staff/<sub> changes a person's claims; POST /staff/<sub>/sign-out signs the person out at all clients.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const { port, client, staff } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [client],
  claims: { openid: ["sub"], profile: ["preferred_username", "name", "groups", "email", "email_verified"] },
  features: { backchannelLogout: { enabled: true } },
  pkce: { required: () => true },
  cookies: { keys: ["tests"] },
  ttl: { AuthorizationCode: 60, IdToken: 600, Session: 600, Grant: 600, Interaction: 600, AccessToken: 600 },
  // Its own refuses loopback addresses, and the calendar under test has one.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  findAccount: (context, sub) => ({ accountId: sub, claims: () => ({ sub, ...staff[sub] }) }),
  async loadExistingGrant({ oidc }) {
    const grant = new provider.Grant({ clientId: client.client_id, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid profile");
    await grant.save();
    return grant;
  },
  renderError(context, out) {
    context.body = JSON.stringify(out);
  },
});
const answer = provider.callback();

const server = createServer(async (request, response) => {
  const [, folder, sub, action] = request.url.split("/");
  if (folder !== "staff") return answer(request, response);
  if (action === "sign-out") {
    const found = await provider.Client.find(client.client_id);
    await found.backchannelLogout(sub, "all");
  } else {
    staff[sub] = JSON.parse(Buffer.concat(await request.toArray()).toString());
  }
  response.end();
});
server.listen(port, "127.0.0.1", () => console.log("ready"));
process.stdin.on("end", () => process.exit(0)).resume();

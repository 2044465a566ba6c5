import { test } from "../portal";
import { callAction, forget, invent, partners, serverActions, sessionOf } from "./attacker";
test("debug", async () => {
  const { a } = await partners();
  const p = await invent("partner_admin", a.id);
  const session = await sessionOf(p.id);
  const invite = serverActions().find(({ name }) => name.endsWith(" inviteColleague"))?.id as string;
  const r = await callAction(invite, "/team", { name: "Guest", email: "g@partner.example", role: "admin" }, { session });
  console.log(r.status, JSON.stringify(r.headers), r.text.slice(0, 1500));
  const s = await callAction(invite, "/home", { name: "Guest", email: "g@partner.example", role: "admin" });
  console.log(s.status, JSON.stringify(s.headers), s.text.slice(0, 500));
  await forget([p]);
});

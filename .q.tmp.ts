import postgres from "postgres"; import { connectionUrl } from "@/db/connection";
const s=postgres(await connectionUrl("owner"),{max:1,onnotice:()=>{}});
for (const q of process.argv.slice(2)) { try { const r=await s.unsafe(q); console.table([...r].slice(0,60).map(x=>Object.fromEntries(Object.entries(x).map(([k,v])=>[k, typeof v==='object'&&v&&!(v instanceof Date)?JSON.stringify(v).slice(0,150):typeof v==='string'?v.slice(0,1500):v])))); } catch(e){console.log(String(e))} }
await s.end();

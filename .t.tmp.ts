import postgres from "postgres"; import { connectionUrl } from "@/db/connection"; import {writeFileSync} from "node:fs";
const s=postgres(await connectionUrl("owner"),{max:1,onnotice:()=>{}});
const out:any={};
for (const t of ["tiers","fx_rates","partners","partner_versions","people","accounts","products","deals","deal_partners","deal_versions","deal_lines","revenue_lines","certifications","targets","external_ids","partner_duplicates"]) {
 const [r]=await s.unsafe(`select count(*) n, md5(string_agg(x,'' order by x collate "C")) h from (select to_jsonb(t)::text x from ${t} t) s`); out[t]=`${r.n} ${r.h}`; }
writeFileSync(process.argv[2]!, JSON.stringify(out,null,1)); await s.end();

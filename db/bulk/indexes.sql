-- Indexes and keys of the large tables are made after their rows, which takes a fraction of the time. Keys that others refer to stay.
create table bulk.later as
with large(name) as (values ('deals'), ('deal_versions'), ('deal_partners'), ('partner_deals'), ('deal_lines'), ('registrations'), ('activities'), ('revenue_lines'),
  ('subscriptions'), ('visits'), ('training_assignments'), ('accounts'))
select c.oid::regclass::text as tbl, i.indexrelid::regclass::text as idx, k.conname,
  case when k.oid is null then pg_get_indexdef(i.indexrelid)
    else format('alter table %s add constraint %I %s', c.oid::regclass, k.conname, pg_get_constraintdef(k.oid)) end as make
from large l join pg_class c on c.oid = to_regclass('public.' || l.name) join pg_index i on i.indrelid = c.oid
  left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
where not exists (select 1 from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid);

do $$
declare l record;
begin
  for l in select * from bulk.later loop
    if l.conname is not null then execute format('alter table %s drop constraint %I', l.tbl, l.conname);
    else execute format('drop index %s', l.idx); end if;
  end loop;
end $$;

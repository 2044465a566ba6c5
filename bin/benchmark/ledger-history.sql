-- A history of the ledger, 30 months of each partner: what was earned, approved, given to the bank and paid. Of the last month
-- nothing is paid yet. Run by its owner with the triggers off; the kept balances are made from the entries at the end.
insert into partners (id, name, type, status) select gen_random_uuid(), 'Bench ' || n, 'reseller', 'active' from generate_series(1, :partners) n;
insert into ledger_accounts (kind, partner_id, currency) values ('expense', null, 'USD');
insert into ledger_accounts (kind, partner_id, currency)
  select k, p.id, 'USD' from partners p cross join unnest(array['earned', 'payable', 'paying', 'paid']) k where p.name like 'Bench %';
create temporary table months as select m::date as month, row_number() over (order by m) as n from generate_series(date_trunc('month', now()) - interval '30 months', date_trunc('month', now()) - interval '1 month', interval '1 month') m;
create temporary table steps as
  select gen_random_uuid() as id, p.id as partner_id, m.month, s.kind, s.debit, s.credit, s.parts, 10000 as amount
  from partners p cross join months m cross join (values ('accrual', 'expense', 'earned', 4), ('approval', 'earned', 'payable', 1), ('payout', 'payable', 'paying', 1), ('payout_paid', 'paying', 'paid', 1)) s(kind, debit, credit, parts)
  where p.name like 'Bench %' and (m.n < 30 or s.kind in ('accrual', 'approval'));
insert into ledger_transactions (id, kind, effect_key, partner_id, booked_on, booked_at) select id, kind, kind || ':' || id, partner_id, month, month from steps;
analyze steps;
create temporary table parts as select s.*, gen_random_uuid() as earning_id, gen_random_uuid() as line_id, i as part from steps s cross join generate_series(1, s.parts) i where s.kind = 'accrual';
analyze parts; analyze ledger_accounts;
-- Each earned by a line of revenue, so that accrual finds nothing to take back.
insert into revenue_lines (id, partner_id, kind, amount_e4, currency, invoiced_on) select line_id, partner_id, 'new', 5000000, 'USD', month + part from parts;
insert into earnings (id, partner_id, plan_id, source_key, seq, effect_key, booking, status, what, event_on, statement_month, amount_minor, total_minor, currency, base_e4, rate, exact, rounding, lines, says, hold_until, transaction_id, payout_id)
  select earning_id, partner_id, (select id from incentive_plans limit 1), 'line:' || line_id, 0, earning_id::text, 'accrual', case when month < (select max(month) from months) then 'paid' else 'approved' end,
    'Invoice ' || part, month + part, month, 2500, 2500, 'USD', 5000000, '5', '25', 'half_away', 1, '5 % of USD 500.00', month, id,
    case when month < (select max(month) from months) then id end from parts;
-- So that the history has the entries of real bookings: the partner's side line by line, the other in one.
insert into ledger_entries (transaction_id, account_id, currency, amount_minor, earning_id)
  select p.id, a.id, 'USD', -2500, p.earning_id from parts p join ledger_accounts a on a.partner_id = p.partner_id and a.kind = 'earned';
insert into ledger_entries (transaction_id, account_id, currency, amount_minor)
  select s.id, a.id, 'USD', s.amount from steps s join ledger_accounts a on a.kind = s.debit and a.partner_id = s.partner_id where s.debit <> 'expense';
insert into ledger_entries (transaction_id, account_id, currency, amount_minor)
  select s.id, a.id, 'USD', s.amount from steps s join ledger_accounts a on a.kind = 'expense' and a.currency = 'USD' where s.debit = 'expense';
insert into ledger_entries (transaction_id, account_id, currency, amount_minor)
  select s.id, a.id, 'USD', -s.amount from steps s join ledger_accounts a on a.kind = s.credit and a.partner_id = s.partner_id where s.kind <> 'accrual';
update ledger_accounts a set balance_minor = s.sum, entries = s.n from (select account_id, sum(amount_minor) as sum, count(*) as n from ledger_entries group by 1) s where s.account_id = a.id;

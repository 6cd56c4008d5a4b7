-- One region: everything hot. Runs with the region's schema first in the search path.

-- One row a locker, locked by whoever changes what is promised or listed there: announcements,
-- reservations, facts. `version` is the version of the locker's grant list and only rises.
create table locker_lists (
  locker_id text primary key,
  version   bigint not null default 0
);

-- What a locker has, by kind of compartment, so that a promise need not count hundreds of doors each
-- time. A locker without a row is counted anew, because its compartments changed.
create table locker_kinds (
  locker_id text primary key,
  kinds     jsonb not null
);

create table compartments (
  id             text primary key,
  locker_id      text not null,
  label          text not null,
  size_class     text not null,
  width_mm       integer not null,
  height_mm      integer not null,
  depth_mm       integer not null,
  mass_max_grams integer not null,
  floor_height_mm integer not null,
  -- Within everyone's reach; derived by the domain from the floor's height.
  low            boolean not null,
  condition      text not null default 'usable' check (condition in ('usable', 'needs-check', 'broken')),
  condition_reason text,
  condition_at   timestamptz,
  retired_at     timestamptz
);
create index compartments_by_locker on compartments (locker_id) where retired_at is null;
create index compartments_out_of_use on compartments (locker_id)
  where condition <> 'usable' and retired_at is null;

create function forget_kinds() returns trigger language plpgsql as $$
begin
  delete from locker_kinds where locker_id in (select locker_id from changed);
  return null;
end $$;
create trigger kinds_after_insert after insert on compartments
  referencing new table as changed for each statement execute function forget_kinds();
create trigger kinds_after_delete after delete on compartments
  referencing old table as changed for each statement execute function forget_kinds();

create function forget_kinds_of_row() returns trigger language plpgsql as $$
begin
  delete from locker_kinds where locker_id in (old.locker_id, new.locker_id);
  return null;
end $$;
create trigger kinds_after_update
  after update of locker_id, size_class, width_mm, height_mm, depth_mm, mass_max_grams, low, retired_at
  on compartments for each row execute function forget_kinds_of_row();

create table parcels (
  id                      text primary key,
  tracking_number         text not null unique,
  shop_id                 text not null,
  reference               text not null,
  -- SHA-256 of the canonical announcement: tells a repetition from a conflict.
  announcement_hash       bytea not null,
  locker_id               text not null,
  site_id                 text not null,
  reservation_id          text,
  state                   text not null,
  -- Where it is: with someone (shop, carrier, courier, recipient, sender), in a compartment, or lost.
  -- A carrier's, courier's or compartment's place names which one; a compartment may be unknown yet.
  place                   text not null,
  place_carrier_id        text,
  place_courier_id        text,
  place_locker_id         text,
  compartment_id          text,
  size_class              text not null,
  width_mm                integer,
  height_mm               integer,
  depth_mm                integer,
  mass_grams              integer,
  needs_low               boolean not null,
  carrier_id              text,
  carrier_tracking_number text,
  arrival_from            timestamptz,
  arrival_until           timestamptz,
  -- Time of the newest scan or fact that moved it; older scans are history only.
  moved_at                timestamptz not null,
  deposited_at            timestamptz,
  ended_at                timestamptz,
  delivery_attempts_failed integer not null default 0,
  pickup_deadline         timestamptz,
  reminder_at             timestamptz,
  reminded_at             timestamptz,
  metadata                jsonb not null default '{}',
  created_at              timestamptz not null,
  unique (shop_id, reference)
);
create index parcels_by_shop on parcels (shop_id, created_at desc, id desc);
create index parcels_by_carrier_number on parcels (carrier_tracking_number)
  where carrier_tracking_number is not null;
create index parcels_by_deadline on parcels (pickup_deadline) where state = 'available_for_pickup';
create index parcels_by_reminder on parcels (reminder_at)
  where state = 'available_for_pickup' and reminded_at is null;
create index parcels_overdue on parcels (locker_id) where state = 'overdue';

-- Personal data of a parcel: the only place of a region that holds it. Written by the statement that
-- writes the parcel, so no foreign key is paid for on each row.
create table contacts (
  parcel_id text primary key,
  name      text not null,
  email     text not null,
  phone     text,
  language  text not null
);

-- History of parcels, append-only. `source` names what caused it, so that a repetition of the same
-- scan or fact adds nothing.
-- One index serves both the reading of a timeline and the rule that the same thing is told once.
create table parcel_events (
  id          bigint generated always as identity,
  parcel_id   text not null,
  at          timestamptz not null,
  recorded_at timestamptz not null,
  type        text not null,
  state       text not null,
  place       text,
  data        jsonb not null default '{}',
  source      text not null
);
create unique index parcel_events_once on parcel_events (parcel_id, source, type);

create table reservations (
  id         text primary key,
  locker_id  text not null,
  shop_id    text not null,
  parcel_id  text,
  kind       text not null check (kind in ('soft', 'hard')),
  state      text not null check (state in ('held', 'fulfilled', 'released', 'expired')),
  size_class text not null,
  needs_low  boolean not null,
  arrival_from  timestamptz,
  arrival_until timestamptz,
  -- When a soft reservation ends by itself.
  ends_at    timestamptz,
  created_at timestamptz not null
);
create index reservations_held on reservations (locker_id) where state = 'held';
create index reservations_ending on reservations (ends_at) where state = 'held' and kind = 'soft';

-- A parcel in a compartment. The two unique indexes are the invariant: a compartment holds at most
-- one stay, a parcel lies in at most one compartment.
create table stays (
  id             text primary key,
  parcel_id      text not null,
  compartment_id text not null,
  locker_id      text not null,
  began_at       timestamptz not null,
  ended_at       timestamptz,
  ended_by       text
);
create unique index stays_one_per_compartment on stays (compartment_id) where ended_at is null;
create unique index stays_one_per_parcel on stays (parcel_id) where ended_at is null;
create index stays_open_by_locker on stays (locker_id) where ended_at is null;

-- Rights on lockers' lists. `secrets_sealed` is encrypted with a key outside the database;
-- `code_tag` lets the cloud see that a code is free at a locker without knowing the others.
-- `version` is the list version of the last change; `listed` is false once it is off the list.
create table grants (
  id             text primary key,
  locker_id      text not null,
  purpose        text not null check (purpose in ('pickup', 'courier')),
  state          text not null check (state in ('inactive', 'active', 'ended')),
  parcel_id      text,
  courier_id     text,
  share_name     text,
  not_before     timestamptz not null,
  not_after      timestamptz not null,
  uses_max       integer,
  secrets_sealed bytea not null,
  code_tag       bytea not null,
  listed         boolean not null,
  version        bigint not null,
  created_at     timestamptz not null
);
create unique index grants_code_once on grants (locker_id, code_tag) where listed;
create index grants_by_version on grants (locker_id, version);
create index grants_by_parcel on grants (parcel_id) where parcel_id is not null;
create index grants_by_courier on grants (courier_id) where courier_id is not null;

-- Facts as the locker sent them, and how far each journal (epoch) is known without a gap.
create table fact_heads (
  locker_id text not null,
  epoch     uuid not null,
  seq       bigint not null,
  hash      bytea not null,
  began_at  timestamptz not null,
  primary key (locker_id, epoch)
);
create table facts (
  locker_id   text not null,
  epoch       uuid not null,
  seq         bigint not null,
  at          timestamptz not null,
  received_at timestamptz not null,
  type        text not null,
  data        jsonb not null,
  hash        bytea not null,
  primary key (locker_id, epoch, seq)
);

-- What the network last heard of a locker, and the times in which it could not serve: those stop
-- the storage clock.
create table locker_status (
  locker_id      text primary key,
  reach          text not null default 'never_seen' check (reach in ('online', 'offline', 'never_seen')),
  reach_since    timestamptz,
  last_seen_at   timestamptz,
  serving        boolean not null default true,
  reason         text,
  doors          jsonb not null default '[]',
  firmware       text,
  grants_version bigint not null default 0,
  config_version integer not null default 0
);
create table outages (
  locker_id text not null,
  from_at   timestamptz not null,
  until_at  timestamptz,
  reason    text not null,
  primary key (locker_id, from_at)
);

create table commands (
  id         text primary key,
  locker_id  text not null,
  parcel_id  text,
  kind       text not null,
  data       jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  state      text not null check (state in ('waiting', 'sent', 'done', 'refused', 'expired')),
  reason     text,
  replied_at timestamptz
);
create index commands_open on commands (locker_id) where state in ('waiting', 'sent');

create table incidents (
  id             text primary key,
  locker_id      text not null,
  kind           text not null,
  at             timestamptz not null,
  recorded_at    timestamptz not null,
  compartment_id text,
  parcel_id      text,
  evidence       jsonb not null,
  -- The fact or request that raised it; a repetition raises nothing new.
  source         text not null,
  resolved_at    timestamptz,
  unique (source, kind)
);
create index incidents_newest on incidents (recorded_at desc);
create index incidents_by_locker on incidents (locker_id, recorded_at desc);

-- Mails to be sent and sent. The table is the queue: a row is due at `next_attempt_at`.
create table notices (
  id              text primary key,
  parcel_id       text not null,
  kind            text not null,
  state           text not null check (state in ('waiting', 'sent', 'failed')),
  attempts        integer not null default 0,
  next_attempt_at timestamptz,
  last_error      text,
  created_at      timestamptz not null,
  sent_at         timestamptz,
  -- The same thing is told once: kind and what caused it.
  source          text not null,
  unique (parcel_id, kind, source)
);
create index notices_due on notices (next_attempt_at) where state = 'waiting';

-- Webhook deliveries, likewise a queue. `attempts` is the log of every try.
create table webhook_deliveries (
  id              text primary key,
  endpoint_id     text not null,
  shop_id         text not null,
  event_type      text not null,
  payload         text not null,
  state           text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts        jsonb not null default '[]',
  next_attempt_at timestamptz,
  created_at      timestamptz not null
);
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where state = 'waiting';
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, created_at desc);

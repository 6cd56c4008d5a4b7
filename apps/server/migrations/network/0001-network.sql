-- What is small and shared: places, machines, shops, carriers, keys. Everything hot lives in a
-- region's own schema, which is never joined with another region's.

create table regions (
  code       text primary key check (code ~ '^[0-9a-hjkmnp-tv-z]{2}$'),
  name       text not null,
  created_at timestamptz not null
);

create table sites (
  id            text primary key,
  region        text not null references regions (code),
  name          text not null,
  kind          text not null,
  street        text not null,
  postcode      text not null,
  city          text not null,
  country       text not null,
  latitude      double precision not null,
  longitude     double precision not null,
  time_zone     text not null,
  opening_hours text not null,
  directions    text,
  step_free     boolean not null,
  indoor        boolean not null,
  lit           boolean not null,
  cameras       boolean not null,
  support_phone text,
  created_at    timestamptz not null
);
create index sites_by_name on sites (name, id);

-- The layout is data (contract `layout`); its compartments are mirrored as rows of the region.
-- `tag_key_sealed` is the device's tag key, encrypted with a key that is not in this database.
create table lockers (
  id                  text primary key,
  region              text not null references regions (code),
  site_id             text not null references sites (id),
  name                text not null,
  state               text not null check (state in ('installing', 'serving', 'paused')),
  languages           text[] not null,
  layout              jsonb not null,
  config_version      integer not null default 1,
  public_key          text,
  fingerprint         text,
  tag_key_sealed      bytea,
  enrolled_at         timestamptz,
  enrolment_code_hash bytea,
  enrolment_ends_at   timestamptz,
  created_at          timestamptz not null
);
create index lockers_by_site on lockers (site_id);
create unique index lockers_by_enrolment_code on lockers (enrolment_code_hash);

create table shops (
  id            text primary key,
  name          text not null,
  support_email text,
  created_at    timestamptz not null
);

-- What the operator announces itself belongs to this shop.
insert into shops (id, name, created_at)
values ('shp_00000000000000000000', 'House shop', '2026-01-01T00:00:00Z');

-- A key's secret is 256 random bits, so a plain SHA-256 is enough to keep it.
create table api_keys (
  id           text primary key,
  shop_id      text references shops (id),
  name         text not null,
  start        text not null,
  secret_hash  bytea not null unique,
  scopes       text[] not null,
  created_at   timestamptz not null,
  ends_at      timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index api_keys_by_shop on api_keys (shop_id);

create table carriers (
  id         text primary key,
  name       text not null,
  created_at timestamptz not null
);

create table couriers (
  id           text primary key,
  carrier_id   text not null references carriers (id),
  name         text not null,
  language     text not null,
  locker_ids   text[],
  -- The badge's secret and the seed of the daily codes, encrypted.
  badge_sealed bytea not null,
  seed_sealed  bytea not null,
  active       boolean not null,
  created_at   timestamptz not null
);

create table webhook_endpoints (
  id                 text primary key,
  shop_id            text not null references shops (id),
  url                text not null,
  event_types        text[] not null,
  private_key_sealed bytea not null,
  public_key         text not null,
  state              text not null check (state in ('active', 'disabled')),
  created_at         timestamptz not null
);
create index webhook_endpoints_by_shop on webhook_endpoints (shop_id) where state = 'active';

-- Answers to requests with an Idempotency-Key. A row without status is a request under way; it may
-- be taken over once it is older than the longest request.
create table idempotency_keys (
  key_id          text not null,
  idempotency_key text not null,
  request_hash    bytea not null,
  started_at      timestamptz not null,
  status          integer,
  answer_sealed   bytea,
  primary key (key_id, idempotency_key)
);
create index idempotency_keys_by_age on idempotency_keys (started_at);

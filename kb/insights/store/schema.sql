-- What comes back to a shop, as its own: `sqlite3 insights/store.db` asks it. Names are those of kb/insights/records.
-- Moments are text in the shop's zone (2026-11-03T09:12:00+07:00), so that substr(placed, 1, 10) is the shop's day.
-- Ids of orders, customers and conversations are keyed hashes (h:…); texts are redacted. Each row knows the import, file
-- and line that it came from.

CREATE TABLE imports (
  id          INTEGER PRIMARY KEY,
  file        TEXT NOT NULL,           -- as the project calls it, without names of people
  path_key    TEXT NOT NULL,           -- keyed hash of its path, by which another version of it is known
  sha256      TEXT NOT NULL UNIQUE,    -- of its bytes: the same file is imported once
  sources     TEXT NOT NULL,           -- kinds that were found in it
  imported_at TEXT NOT NULL,
  records     INTEGER NOT NULL,
  aside       INTEGER NOT NULL,
  first_day   TEXT,                    -- of its rows
  last_day    TEXT
);

CREATE TABLE orders (
  key            TEXT PRIMARY KEY,
  shop           TEXT NOT NULL,
  channel        TEXT NOT NULL,
  placed         TEXT NOT NULL,
  status         TEXT NOT NULL,        -- placed paid shipped delivered complete cancelled returned failed_delivery other
  status_written TEXT NOT NULL,
  cancel_reason  TEXT NOT NULL,
  total          NUMERIC,
  currency       TEXT NOT NULL,
  refunded       NUMERIC,
  customer       TEXT NOT NULL,
  region         TEXT NOT NULL,
  carrier        TEXT NOT NULL,
  payment        TEXT NOT NULL,
  completed      TEXT,
  import         INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX orders_placed ON orders (placed);
CREATE INDEX orders_customer ON orders (customer, placed);
CREATE INDEX orders_import ON orders (import);

CREATE TABLE order_items (
  order_key TEXT NOT NULL,
  sku       TEXT NOT NULL,
  name      TEXT NOT NULL,
  quantity  INTEGER NOT NULL,
  returned  INTEGER NOT NULL,
  import    INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX order_items_order ON order_items (order_key);

CREATE TABLE returns (
  key       TEXT NOT NULL,
  order_key TEXT NOT NULL,
  requested TEXT NOT NULL,
  status    TEXT NOT NULL,
  reason    TEXT NOT NULL,
  quantity  INTEGER NOT NULL,
  sku       TEXT NOT NULL,
  channel   TEXT NOT NULL,
  import    INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (key, sku)
);

CREATE TABLE conversations (
  key                 TEXT PRIMARY KEY,
  channel             TEXT NOT NULL,
  inbox               TEXT NOT NULL,
  opened              TEXT NOT NULL,
  first_reply_minutes REAL,            -- as the export states it, else counted from the messages of people
  reply_is_counted    INTEGER NOT NULL DEFAULT 0,
  resolved            TEXT,
  reopened            INTEGER NOT NULL,
  rating              INTEGER,         -- 1 to 5
  customer            TEXT NOT NULL,
  language            TEXT NOT NULL,
  import              INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX conversations_opened ON conversations (opened);

CREATE TABLE messages (
  conversation TEXT NOT NULL,
  at           TEXT NOT NULL,
  author       TEXT NOT NULL,          -- customer agent bot
  text         TEXT NOT NULL,
  language     TEXT NOT NULL,
  import       INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX messages_conversation ON messages (conversation, at);
CREATE INDEX messages_at ON messages (at);

CREATE TABLE reviews (
  key     TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  at      TEXT NOT NULL,
  stars   INTEGER NOT NULL,
  text    TEXT NOT NULL,
  sku     TEXT NOT NULL,
  replied INTEGER NOT NULL,
  import  INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
);

CREATE TABLE measures (
  day     TEXT NOT NULL,
  shop    TEXT NOT NULL,
  channel TEXT NOT NULL,
  measure TEXT NOT NULL,
  value   NUMERIC NOT NULL,
  import  INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (day, shop, channel, measure)
);

CREATE TABLE votes (
  at       TEXT NOT NULL,
  page     TEXT NOT NULL,
  language TEXT NOT NULL,
  answer   TEXT NOT NULL,              -- yes no
  reason   TEXT NOT NULL,
  text     TEXT NOT NULL,
  nth      INTEGER NOT NULL,           -- among events of a file that are the same in all
  import   INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (at, page, language, answer, reason, text, nth)
);

CREATE TABLE searches (
  at       TEXT NOT NULL,
  language TEXT NOT NULL,
  query    TEXT NOT NULL,
  outcome  TEXT NOT NULL,              -- nothing no_click click
  nth      INTEGER NOT NULL,
  import   INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (at, language, query, outcome, nth)
);

CREATE TABLE desk_counts (
  day      TEXT NOT NULL,
  kind     TEXT NOT NULL,              -- copied passed overridden nothing_fits rule
  item     TEXT NOT NULL,
  language TEXT NOT NULL,
  channel  TEXT NOT NULL,
  count    INTEGER NOT NULL,
  machine  TEXT NOT NULL,              -- keyed hash; empty for a single event
  made     TEXT NOT NULL,              -- when the machine's counts were copied: a later copy replaces
  event_at TEXT NOT NULL,              -- of a single event
  nth      INTEGER NOT NULL,
  import   INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (day, kind, item, language, channel, machine, event_at, nth)
);

CREATE TABLE problems (
  day         TEXT NOT NULL,
  shop        TEXT NOT NULL,
  channel     TEXT NOT NULL,
  topic       TEXT NOT NULL,
  nature      TEXT NOT NULL,
  severity    INTEGER NOT NULL,        -- 1 to 3
  order_day   TEXT,
  status      TEXT NOT NULL,
  answered_on TEXT,
  heard       TEXT NOT NULL,
  nth         INTEGER NOT NULL,
  import      INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (day, shop, channel, topic, nature, nth)
);

CREATE TABLE set_aside (
  column_name TEXT NOT NULL,
  reason      TEXT NOT NULL,           -- without the value: it could be a person's
  import      INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX set_aside_import ON set_aside (import);

PRAGMA user_version = 1;

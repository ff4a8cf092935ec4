-- From version 1 of the store to 2: what agents chose, with words.

CREATE TABLE IF NOT EXISTS choices (
  day      TEXT NOT NULL,
  language TEXT NOT NULL,
  item     TEXT NOT NULL,              -- the article or script that an agent copied
  words    TEXT NOT NULL,              -- of the customer's message: those that stand in the shop's own texts
  count    INTEGER NOT NULL,
  machine  TEXT NOT NULL,              -- as in desk_counts
  made     TEXT NOT NULL,
  event_at TEXT NOT NULL,
  nth      INTEGER NOT NULL,
  import   INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (day, language, item, words, machine, event_at, nth)
);

PRAGMA user_version = 2;
